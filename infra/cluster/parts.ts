import type { Settings } from '../settings.ts'

/** A folder of `parts/` that is applied as one, after the releases that it names are beside its kustomization. */
export interface Part {
  name: string
  releases: string[]
  /** Arguments of kubectl that end when the part works. */
  ready: string[][]
}

const available = (namespace: string) => [
  'wait',
  '--for=condition=Available',
  'deployment',
  '--all',
  `--namespace=${namespace}`,
  '--timeout=300s',
]
const rolledOut = (namespace: string, name: string) => [
  'rollout',
  'status',
  name,
  `--namespace=${namespace}`,
  '--timeout=300s',
]

/** What is applied before the pipeline, in this order. */
export function partsOf({ overlay, monitoring }: Settings): Part[] {
  const production: Part[] = [
    {
      name: 'eventing',
      releases: [
        'eventing-crds',
        'eventing-core',
        'kafka-controller',
        'kafka-source',
        'kafka-sink',
      ],
      ready: [available('knative-eventing')],
    },
    {
      name: 'strimzi',
      releases: ['strimzi'],
      ready: [rolledOut('glyphflow', 'deployment/strimzi-cluster-operator')],
    },
    { name: 'postgres', releases: ['cloudnative-pg'], ready: [available('cnpg-system')] },
  ]
  const observed: Part[] = [
    {
      name: 'metrics',
      releases: ['metrics-server'],
      ready: [rolledOut('kube-system', 'deployment/metrics-server')],
    },
    {
      name: 'monitoring',
      releases: [],
      ready: [rolledOut('monitoring', 'statefulset/prometheus')],
    },
  ]
  return [
    { name: 'priorities', releases: [], ready: [] },
    {
      name: 'network',
      releases: ['flannel'],
      ready: [rolledOut('kube-flannel', 'daemonset/kube-flannel-ds')],
    },
    {
      name: 'cloud',
      releases: [],
      // Until it has freed the workers, nothing else is scheduled.
      ready: [rolledOut('kube-system', 'daemonset/cloud-controller-manager')],
    },
    { name: 'disks', releases: ['disk-driver'], ready: [available('gce-pd-csi-driver')] },
    {
      name: 'autoscaler',
      releases: [],
      ready: [rolledOut('kube-system', 'deployment/cluster-autoscaler')],
    },
    ...(monitoring ? observed : []),
    {
      name: 'serving',
      releases: ['serving-crds', 'serving-core'],
      ready: [available('knative-serving')],
    },
    { name: 'ingress', releases: ['kourier'], ready: [available('kourier-system')] },
    ...(overlay === 'production' ? production : []),
  ]
}
