import { machineOf } from '../cost/prices.ts'
import { groupsOf, type Settings, zonesOf } from '../settings.ts'

interface Limits {
  /** Requests of all pods together. */
  cpu: number
  memoryGib: number
  pods: number
  /** The most that one container may ask for. */
  containerGib: number
}

/** Most of the cluster with all its burst machines, for the namespace of the pipeline. */
function ofPipeline(settings: Settings): Limits {
  const zones = zonesOf(settings).length
  let [cpu, memoryGib] = [0, 0]
  for (const { machine, max } of groupsOf(settings)) {
    cpu += machineOf(machine).cores * max * zones
    memoryGib += machineOf(machine).memoryGib * max * zones
  }
  return { cpu, memoryGib, pods: 200, containerGib: 8 }
}

const small: Limits = { cpu: 4, memoryGib: 8, pods: 30, containerGib: 4 }

/** A pod on every node, of two containers, and a controller. */
function ofDaemons(settings: Settings): Limits {
  const zones = zonesOf(settings).length
  const workers = groupsOf(settings).reduce((sum, { max }) => sum + max * zones, 0)
  const nodes = settings.controlPlanes + workers
  return { cpu: nodes, memoryGib: nodes + 4, pods: nodes + 5, containerGib: 1 }
}

/**
 * Quota and limits of every namespace but those of Kubernetes itself. A container that names no limit gets one, so that
 * none can take a node's memory; the control plane's machines take no pods of other namespaces anyhow.
 */
export function limitsOf(settings: Settings) {
  const namespaces: Record<string, Limits> = {
    glyphflow: ofPipeline(settings),
    default: { cpu: 1, memoryGib: 2, pods: 10, containerGib: 1 },
    'knative-serving': small,
    'kourier-system': small,
    'kube-flannel': ofDaemons(settings),
    'gce-pd-csi-driver': ofDaemons(settings),
    ...(settings.monitoring ? { monitoring: small } : {}),
    ...(settings.overlay === 'production'
      ? { 'knative-eventing': small, 'cnpg-system': small }
      : {}),
  }
  return Object.entries(namespaces).flatMap(([namespace, limits]) => [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'glyphflow', namespace },
      spec: {
        hard: {
          'requests.cpu': String(limits.cpu),
          'requests.memory': `${limits.memoryGib}Gi`,
          'limits.memory': `${limits.memoryGib * 2}Gi`,
          pods: String(limits.pods),
          persistentvolumeclaims: '12',
          // Load balancers that Terraform does not know would outlive the cluster.
          'services.loadbalancers': '0',
          'services.nodeports': '0',
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'glyphflow', namespace },
      spec: {
        limits: [
          {
            type: 'Container',
            max: { memory: `${limits.containerGib}Gi` },
            default: { memory: '1Gi' },
            defaultRequest: { cpu: '25m', memory: '64Mi' },
          },
        ],
      },
    },
  ])
}
