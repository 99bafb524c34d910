import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member/index.js'
import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret/index.js'
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member/index.js'
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account/index.js'
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member/index.js'
import type { Construct } from 'constructs'
import type { Settings } from '../settings.ts'

export type Identities = ReturnType<typeof createIdentities>

/** Two service accounts: the control plane manages machines and disks, a worker reads the join secret. */
export function createIdentities(scope: Construct, settings: Settings, project: string) {
  const { cluster } = settings
  const account = (id: string, displayName: string) =>
    new ServiceAccount(scope, `${id}-account`, { accountId: `${cluster}-${id}`, displayName })
  const controlPlane = account('control-plane', 'Glyphflow control plane')
  const node = account('node', 'Glyphflow worker')

  const grant = (id: string, member: string, role: string) =>
    new ProjectIamMember(scope, id, { project, role, member })
  // For the cluster autoscaler, the disk driver and the cloud controller. A custom role would be narrower, but the
  // name of a deleted one stays taken for weeks, so `up` after `down` would fail.
  grant('control-plane-machines', controlPlane.member, 'roles/compute.instanceAdmin.v1')
  new ServiceAccountIamMember(scope, 'control-plane-uses-node', {
    serviceAccountId: node.name,
    role: 'roles/iam.serviceAccountUser',
    member: controlPlane.member,
  })
  grant('control-plane-logs', controlPlane.member, 'roles/logging.logWriter')
  grant('node-logs', node.member, 'roles/logging.logWriter')

  const createSecret = (id: string) =>
    new SecretManagerSecret(scope, id, {
      secretId: `${cluster}-${id}`,
      replication: { auto: {} },
    })
  const allow = (id: string, secret: SecretManagerSecret, member: string, role: string) =>
    new SecretManagerSecretIamMember(scope, id, { secretId: secret.id, role, member })
  const writer = 'roles/secretmanager.secretVersionManager'
  const reader = 'roles/secretmanager.secretAccessor'

  const join = createSecret('join')
  allow('control-plane-writes-join', join, controlPlane.member, writer)
  allow('node-reads-join', join, node.member, reader)

  if (settings.controlPlanes === 1) return { controlPlane, node, join }
  // Key of the certificates that a further control plane needs. A worker must not read it: it is the whole cluster.
  const certificates = createSecret('certificates')
  allow('control-plane-reads-join', join, controlPlane.member, reader)
  allow('control-plane-writes-certificates', certificates, controlPlane.member, writer)
  allow('control-plane-reads-certificates', certificates, controlPlane.member, reader)
  return { controlPlane, node, join, certificates }
}
