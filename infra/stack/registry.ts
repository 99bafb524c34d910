import { ArtifactRegistryRepository } from '@cdktf/provider-google/lib/artifact-registry-repository/index.js'
import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member/index.js'
import type { Construct } from 'constructs'
import type { Settings } from '../settings.ts'
import type { Identities } from './identities.ts'

/** Image registry of the cluster's own, from which its machines may pull. */
export function createRegistry(
  scope: Construct,
  { cluster, region }: Settings,
  { controlPlane, node }: Identities,
) {
  const repository = new ArtifactRegistryRepository(scope, 'images', {
    repositoryId: cluster,
    location: region,
    format: 'DOCKER',
    description: 'Images of Glyphflow',
  })
  for (const [id, { member }] of Object.entries({ 'control-plane': controlPlane, node })) {
    new ArtifactRegistryRepositoryIamMember(scope, `${id}-pulls`, {
      repository: repository.name,
      location: region,
      role: 'roles/artifactregistry.reader',
      member,
    })
  }
}
