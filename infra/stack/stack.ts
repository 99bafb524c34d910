import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js'
import { GcsBackend, LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktn'
import type { Construct } from 'constructs'
import { groupsOf, isElastic, type Settings } from '../settings.ts'
import { createApiBalancer } from './api-balancer.ts'
import { createControlPlanes } from './control-plane.ts'
import { createEntry } from './entry.ts'
import { createFirewall } from './firewall.ts'
import { createIdentities } from './identities.ts'
import { registryOf } from './machines.ts'
import { createNetwork } from './network.ts'
import { createRegistry } from './registry.ts'
import { createWorkers } from './workers.ts'

/** The whole cluster as Terraform resources. The project is a variable, so that the result fits every project. */
export function createStack(app: Construct, settings: Settings) {
  const stack = new TerraformStack(app, settings.cluster)
  const project = new TerraformVariable(stack, 'project', {
    type: 'string',
    description: 'Google Cloud project that has the cluster',
  })
  new GoogleProvider(stack, 'google', {
    project: project.stringValue,
    region: settings.region,
    defaultLabels: { glyphflow: settings.cluster },
  })
  if (settings.stateBucket) {
    new GcsBackend(stack, { bucket: settings.stateBucket, prefix: settings.cluster })
  } else new LocalBackend(stack, { path: 'terraform.tfstate' })

  const network = createNetwork(stack, settings)
  createFirewall(stack, settings, network)
  const identities = createIdentities(stack, settings, project.stringValue)
  if (!settings.registry) createRegistry(stack, settings, identities)
  const machines = createControlPlanes(stack, settings, network, identities)
  if (settings.controlPlanes === 3) createApiBalancer(stack, settings, network, machines)
  const groups = groupsOf(settings).map((group) => ({
    group,
    managers: createWorkers(stack, settings, network, identities, group),
  }))
  const base = groups.find(({ group }) => group === settings.base)?.managers ?? []
  const address = settings.publicLink ? createEntry(stack, settings, base).address : ''

  const output = (id: string, value: unknown) => new TerraformOutput(stack, id, { value })
  output('address', address)
  output('registry', registryOf(settings))
  // Arguments `--nodes` of the cluster autoscaler.
  output(
    'elastic_groups',
    groups.flatMap(({ group, managers }) =>
      isElastic(group)
        ? managers.map(({ instanceGroup }) => `${group.min}:${group.max}:${instanceGroup}`)
        : [],
    ),
  )
}
