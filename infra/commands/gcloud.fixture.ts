import type { Settings } from '../settings.ts'

const json = JSON.stringify

const optionOf = (args: string[], name: string) =>
  args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)

/** What exists in a small Google Cloud. */
export const createCloud = ({ cluster }: Settings) => ({
  cluster,
  /** Status by name. */
  machines: new Map<string, string>(),
  /** Sizes of managed groups by name. */
  sizes: new Map<string, number>(),
  /** Images with their tags. */
  pushed: new Set<string>(),
  /** What git says of the project. */
  commit: '1234567890',
  uncommitted: '',
  disks: new Set<string>(),
  snapshots: new Set<string>(),
  /** What something else than this program has left in the network. */
  foreign: [] as string[],
  quotas: { CPUS: 72, CPUS_ALL_REGIONS: 72, SSD_TOTAL_GB: 2048 },
  /** Errors by group: its machines do not come. */
  groupErrors: new Map<string, { code: string; message: string }[]>(),
  /** What the next connections to the control plane are refused with. */
  ssh: [] as string[],
  /** Whether Terraform's resources are there. */
  stands: false,
})
export type Cloud = ReturnType<typeof createCloud>

/** Scripted gcloud: answers and changes the cloud as Google would. An unknown command is an error. */
export function runGcloud(cloud: Cloud, args: string[]): string {
  const line = args.filter((arg) => !arg.startsWith('--')).join(' ')
  const quota = (metric: keyof Cloud['quotas']) => ({
    metric,
    limit: cloud.quotas[metric],
    usage: 0,
  })
  if (line.startsWith('auth ')) return 'token\n'
  if (line.startsWith('services enable')) return ''
  if (line.startsWith('compute regions describe')) {
    return json({ quotas: [quota('CPUS'), quota('SSD_TOTAL_GB')] })
  }
  if (line === 'compute project-info describe') {
    return json({ quotas: [quota('CPUS_ALL_REGIONS')] })
  }
  if (line.startsWith('compute instance-groups managed list-errors')) {
    const errors = cloud.groupErrors.get(args[4] ?? '') ?? []
    return json(errors.map((error) => ({ error, timestamp: '1970-01-01T00:00:00.000Z' })))
  }
  if (line === 'compute instances list') {
    return json([...cloud.machines].map(([name, status]) => ({ name, status })))
  }
  const [, , verb, name = ''] = args
  if (line.startsWith('compute instances')) {
    if (!cloud.machines.has(name)) throw new Error(`no machine ${name}`)
    cloud.machines.set(name, verb === 'stop' ? 'TERMINATED' : 'RUNNING')
    return ''
  }
  if (line === 'compute instance-groups managed list') {
    return json([...cloud.sizes].map(([name, targetSize]) => ({ name, targetSize })))
  }
  if (line.startsWith('compute instance-groups managed resize')) {
    cloud.sizes.set(args[4] ?? '', Number(optionOf(args, 'size')))
    return ''
  }
  if (line.startsWith('artifacts docker images list')) {
    const listed = [...cloud.pushed].map((each) => each.split(':'))
    return json(listed.map(([name, tag]) => ({ package: name, tags: [tag] })))
  }
  if (line.startsWith('compute ssh')) {
    const refusal = cloud.ssh.shift()
    if (refusal) throw new Error(refusal)
    if (cloud.machines.get(name || (args[2] ?? '')) === 'TERMINATED') throw new Error('stopped')
    return 'clusters:\n- cluster:\n    server: https://10.10.0.10:6443\n'
  }
  if (line === 'compute disks list')
    return json([...cloud.disks].map((name) => ({ name, zone: 'z/us-central1-a' })))
  if (line === 'compute snapshots list') return json([...cloud.snapshots].map((name) => ({ name })))
  if (line.startsWith('compute disks delete')) {
    cloud.disks.delete(name)
    return ''
  }
  if (line.startsWith('compute snapshots delete')) {
    cloud.snapshots.delete(name)
    return ''
  }
  if (line === 'compute forwarding-rules list') return json(cloud.foreign.map((name) => ({ name })))
  if (args.includes('list')) return json(cloud.stands ? [{ name: cloud.cluster }] : [])
  throw new Error(`unknown: gcloud ${line}`)
}
