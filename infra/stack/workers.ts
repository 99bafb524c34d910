import { ComputeInstanceGroupManager } from '@cdktf/provider-google/lib/compute-instance-group-manager/index.js'
import { ComputeInstanceTemplate } from '@cdktf/provider-google/lib/compute-instance-template/index.js'
import type { Construct } from 'constructs'
import { fixed, managedGroupsOf, type NodeGroup, type Settings } from '../settings.ts'
import { tagsOf } from './firewall.ts'
import type { Identities } from './identities.ts'
import { kubeEnv, labelList } from './kube-env.ts'
import { bootScript, metadataOf, shielded } from './machines.ts'
import type { Network } from './network.ts'

function schedulingOf({ spot, gpu }: NodeGroup) {
  if (spot) {
    return {
      provisioningModel: 'SPOT',
      preemptible: true,
      automaticRestart: false,
      onHostMaintenance: 'TERMINATE',
      // An instance group refuses DELETE; it puts a new machine in the place of a stopped one itself.
      instanceTerminationAction: 'STOP',
    }
  }
  const onHostMaintenance = gpu ? 'TERMINATE' : 'MIGRATE'
  return { provisioningModel: 'STANDARD', automaticRestart: true, onHostMaintenance }
}

/** Managed groups of workers that join by themselves, one per zone: the autoscaler does not see regional groups. */
export function createWorkers(
  scope: Construct,
  settings: Settings,
  network: Network,
  identities: Identities,
  group: NodeGroup,
) {
  const name = `${settings.cluster}-${group.name}`
  const template = new ComputeInstanceTemplate(scope, `${group.name}-template`, {
    namePrefix: `${name}-`,
    machineType: group.machine,
    region: settings.region,
    tags: [tagsOf(settings).node],
    disk: [
      {
        sourceImage: fixed.image,
        boot: true,
        autoDelete: true,
        diskSizeGb: group.diskGib,
        diskType: 'pd-balanced',
        labels: { glyphflow: settings.cluster },
      },
    ],
    networkInterface: [{ subnetwork: network.subnet.id }],
    serviceAccount: { email: identities.node.email, scopes: ['cloud-platform'] },
    shieldedInstanceConfig: shielded,
    scheduling: schedulingOf(group),
    guestAccelerator: group.gpu ? [group.gpu] : undefined,
    labels: { glyphflow: settings.cluster },
    metadata: {
      ...metadataOf(settings, identities),
      'glyphflow-labels': labelList(group),
      'glyphflow-taints': group.taints?.join(',') ?? '',
      'kube-env': kubeEnv(group),
      'startup-script': bootScript('worker'),
    },
    lifecycle: { createBeforeDestroy: true },
  })
  const groups = managedGroupsOf(settings).filter((each) => each.group === group)
  return groups.map(
    ({ name, zone }) =>
      new ComputeInstanceGroupManager(scope, name.replace(`${settings.cluster}-`, ''), {
        name,
        baseInstanceName: name,
        zone,
        version: [{ instanceTemplate: template.selfLinkUnique }],
        targetSize: group.min,
        updatePolicy: {
          // A changed template is for new machines: replacing one with pods on it is the operator's decision.
          type: 'OPPORTUNISTIC',
          minimalAction: 'REPLACE',
          maxSurgeFixed: 1,
          maxUnavailableFixed: 0,
        },
        // The autoscaler owns the size, and `down --keep-state` sets it to 0: another `up` must not undo either.
        lifecycle: { ignoreChanges: ['target_size'] },
      }),
  )
}
