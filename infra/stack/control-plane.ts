import { ComputeDisk } from '@cdktf/provider-google/lib/compute-disk/index.js'
import { ComputeDiskResourcePolicyAttachment } from '@cdktf/provider-google/lib/compute-disk-resource-policy-attachment/index.js'
import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance/index.js'
import { ComputeResourcePolicy } from '@cdktf/provider-google/lib/compute-resource-policy/index.js'
import type { Construct } from 'constructs'
import { fixed, type Settings, zonesOf } from '../settings.ts'
import { tagsOf } from './firewall.ts'
import type { Identities } from './identities.ts'
import { bootScript, metadataOf, shielded } from './machines.ts'
import type { Network } from './network.ts'

/**
 * Control planes, each with its state on a disk of its own: a machine that is made anew on the old disk continues the
 * same cluster. The disks are copied every night; a copy lives a week.
 */
export function createControlPlanes(
  scope: Construct,
  settings: Settings,
  network: Network,
  identities: Identities,
) {
  const { cluster, region, controlPlanes } = settings
  const nightly = new ComputeResourcePolicy(scope, 'nightly', {
    name: `${cluster}-nightly`,
    region,
    snapshotSchedulePolicy: {
      schedule: { dailySchedule: { daysInCycle: 1, startTime: '04:00' } },
      // `down` finds them by the label: they outlive their disk.
      snapshotProperties: { labels: { glyphflow: cluster } },
      retentionPolicy: { maxRetentionDays: 7 },
    },
  })
  const zones = zonesOf(settings)
  return Array.from({ length: controlPlanes }, (_, index) => {
    const zone = zones[index % zones.length] ?? ''
    const state = new ComputeDisk(scope, `state-${index}`, {
      name: `${cluster}-state-${index}`,
      zone,
      type: 'pd-balanced',
      size: fixed.stateGib,
      // A disk that was made from a snapshot would be replaced by an empty one.
      lifecycle: { ignoreChanges: ['snapshot'] },
    })
    new ComputeDiskResourcePolicyAttachment(scope, `state-${index}-nightly`, {
      name: nightly.name,
      disk: state.name,
      zone,
    })
    return new ComputeInstance(scope, `control-plane-${index}`, {
      name: `${cluster}-control-plane-${index}`,
      machineType: settings.controlPlaneMachine,
      zone,
      tags: [tagsOf(settings).controlPlane],
      bootDisk: {
        initializeParams: { image: fixed.image, size: fixed.bootGib, type: 'pd-balanced' },
      },
      attachedDisk: [{ source: state.id, deviceName: 'state' }],
      networkInterface: [
        {
          subnetwork: network.subnet.id,
          // One control plane is the API's address itself; three stand behind a load balancer that has it.
          networkIp:
            controlPlanes === 1 ? network.apiAddress.address : fixed.controlPlaneAddress(index),
        },
      ],
      serviceAccount: { email: identities.controlPlane.email, scopes: ['cloud-platform'] },
      shieldedInstanceConfig: shielded,
      allowStoppingForUpdate: true,
      metadata: {
        ...metadataOf(settings, identities),
        'glyphflow-api': network.apiAddress.address,
        'glyphflow-pods': fixed.podCidr,
        'glyphflow-index': String(index),
        'glyphflow-certificates-secret': identities.certificates?.id ?? 'none',
        // Not metadataStartupScript: a change of that argument replaces the machine.
        'startup-script': bootScript('control-plane'),
      },
      // A newer image of the family would replace the machine with every `up`.
      lifecycle: { ignoreChanges: ['boot_disk'] },
    })
  })
}
