/** Machines of one kind that join by themselves. Each zone has a managed group of its own. */
export interface NodeGroup {
  name: string
  /** Machine type of Compute Engine; `cost/prices.ts` has its price, cores and memory. */
  machine: string
  /** Machines per zone. A group with `min` below `max` belongs to the cluster autoscaler. */
  min: number
  max: number
  /** Spot machines cost about a third and may be taken away at 30 s of notice. */
  spot: boolean
  diskGib: number
  /** Node labels beside `glyphflow.dev/pool`. */
  labels?: Record<string, string>
  /** Taints as `key=value:Effect`. */
  taints?: string[]
  /** Graphics cards on each machine. Their driver is the matter of NVIDIA's operator. */
  gpu?: { type: string; count: number }
}

/** A size of cluster, with what it gives up or pays for. */
export interface Profile {
  why: string
  /** One keeps its state on a disk of its own; three survive the loss of a zone. */
  controlPlanes: 1 | 3
  controlPlaneMachine: string
  /** Letters of the zones in the region. */
  zones: string[]
  base: NodeGroup
  burst: NodeGroup
  /** A load balancer with a public address. Without it the link is a tunnel to this machine. */
  publicLink: boolean
  /** Folder of `knative/overlays` under the one that `up` applies. */
  overlay: 'small' | 'production'
  /** Prometheus, and metrics for the ingress to scale itself. */
  monitoring: boolean
  /** GiB of disks that Kafka, PostgreSQL and Prometheus claim. */
  dataGib: number
}

export interface Settings extends Profile {
  /** Prefix of every resource's name, and value of the label `glyphflow` on all of them. */
  cluster: string
  region: string
  /** Node classes such as graphics cards or much memory, from zero: a pod selects its label and tolerates its taint. */
  nodeClasses: NodeGroup[]
  /** Image registry, as `HOST/PATH`. Empty: an Artifact Registry of the cluster's own. */
  registry: string
  /** Bucket for Terraform's state. Empty: a file in `work/`, which must not be lost before `down`. */
  stateBucket: string
}

const base: NodeGroup = {
  name: 'base',
  machine: 'e2-standard-4',
  min: 1,
  max: 1,
  spot: false,
  diskGib: 30,
}

const burst: NodeGroup = {
  name: 'burst',
  machine: 'e2-standard-4',
  min: 0,
  max: 5,
  spot: true,
  diskGib: 30,
  taints: ['glyphflow.dev/spot=true:NoSchedule'],
}

export const profiles = {
  lean: {
    why: 'The least that works: small machines, no load balancer; the link is a tunnel to your machine.',
    controlPlanes: 1,
    controlPlaneMachine: 'e2-medium',
    zones: ['a'],
    base: { ...base, machine: 'e2-standard-2' },
    burst: { ...burst, max: 2 },
    publicLink: false,
    overlay: 'small',
    monitoring: false,
    dataGib: 7,
  },
  default: {
    why: 'A public link, and room for all parts on one machine; a lost machine is replaced in minutes.',
    controlPlanes: 1,
    controlPlaneMachine: 'e2-standard-2',
    zones: ['a'],
    base,
    burst,
    publicLink: true,
    overlay: 'small',
    monitoring: true,
    dataGib: 17,
  },
  available: {
    why: 'No single point of failure: three control planes, three brokers and three databases in three zones.',
    controlPlanes: 3,
    controlPlaneMachine: 'e2-standard-2',
    zones: ['a', 'b', 'c'],
    base,
    burst: { ...burst, max: 2 },
    publicLink: true,
    overlay: 'production',
    monitoring: true,
    dataGib: 370,
  },
} satisfies Record<string, Profile>

export type ProfileName = keyof typeof profiles

/** Settings of a profile. Change the values here; `up` applies the difference. */
export function settingsOf(profile: ProfileName): Settings {
  return {
    cluster: 'glyphflow',
    region: 'us-central1',
    nodeClasses: [
      // { name: 'gpu', machine: 'g2-standard-4', min: 0, max: 1, spot: true, diskGib: 100,
      //   gpu: { type: 'nvidia-l4', count: 1 }, taints: ['glyphflow.dev/class=gpu:NoSchedule'] },
      // { name: 'memory', machine: 'e2-highmem-8', min: 0, max: 1, spot: true, diskGib: 50,
      //   taints: ['glyphflow.dev/class=memory:NoSchedule'] },
    ],
    registry: '',
    stateBucket: '',
    ...profiles[profile],
  }
}

/** Equal in every cluster. */
export const fixed = {
  kubernetes: '1.35',
  image: 'projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts-amd64',
  /** Disk with etcd and the cluster's keys, and the one that a control plane boots from. */
  stateGib: 20,
  bootGib: 20,
  nodeCidr: '10.10.0.0/20',
  /** Only the proxies of the load balancer between three control planes live here. */
  proxyCidr: '10.10.16.0/23',
  podCidr: '10.244.0.0/16',
  apiAddress: '10.10.0.10',
  /** The control plane's own addresses, by index: `controlPlaneEndpoint` is the address above. */
  controlPlaneAddress: (index: number) => `10.10.0.${11 + index}`,
} as const

/** All groups, and the zones that each one has a managed group in. */
export const groupsOf = (settings: Settings) => [
  settings.base,
  settings.burst,
  ...settings.nodeClasses,
]

export const zonesOf = (settings: Settings) =>
  settings.zones.map((letter) => `${settings.region}-${letter}`)

export const isElastic = (group: NodeGroup) => group.min < group.max

export const groupLabels = (group: NodeGroup) => ({
  'glyphflow.dev/pool': group.name,
  ...group.labels,
})

/** Managed instance groups: one of each kind per zone. */
export const managedGroupsOf = (settings: Settings) =>
  groupsOf(settings).flatMap((group) =>
    settings.zones.map((letter) => ({
      group,
      name: [settings.cluster, group.name, ...(settings.zones.length > 1 ? [letter] : [])].join(
        '-',
      ),
      zone: `${settings.region}-${letter}`,
    })),
  )
