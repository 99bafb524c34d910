import * as z from 'zod'
import { managedGroupsOf } from '../settings.ts'
import { type Context, controlPlanesOf, gcloud } from './context.ts'
import { StepError } from './steps.ts'

const Instances = z.array(z.object({ name: z.string(), status: z.string() }))
const Groups = z.array(z.object({ name: z.string(), targetSize: z.coerce.number() }))

const labelled = ({ settings }: Context) => `--filter=labels.glyphflow=${settings.cluster}`

export async function instancesOf(context: Context) {
  const text = await gcloud(
    context,
    ...['compute', 'instances', 'list', labelled(context), '--format=json(name,status)'],
  )
  return Instances.parse(JSON.parse(text))
}

/** Throws unless a machine runs: a tunnel to none would be tried for minutes. */
export async function requireAwake(context: Context) {
  const instances = await instancesOf(context)
  if (instances.some(({ status }) => status !== 'TERMINATED')) return
  throw new StepError(
    instances.length > 0
      ? 'The cluster is asleep. Wake it: npm run up'
      : 'There is no cluster. Make it: npm run up -- --project ID',
  )
}

/** Managed groups of the cluster with the size that they are to have. */
export async function sizesOf(context: Context) {
  const expected = managedGroupsOf(context.settings)
  const text = await gcloud(
    context,
    ...['compute', 'instance-groups', 'managed', 'list', '--format=json(name,targetSize)'],
  )
  const found = Groups.parse(JSON.parse(text))
  return expected.flatMap((each) => {
    const size = found.find(({ name }) => name === each.name)?.targetSize
    return size === undefined ? [] : [{ ...each, size }]
  })
}

const resize = (context: Context, { name, zone }: { name: string; zone: string }, size: number) =>
  gcloud(
    context,
    ...['compute', 'instance-groups', 'managed', 'resize', name, `--zone=${zone}`],
    `--size=${size}`,
  )

/** Stops all machines. Their disks, the addresses and the load balancer stay, and cost as `infra cost` says. */
export async function sleepMachines(context: Context) {
  const running = (await instancesOf(context)).filter(({ status }) => status !== 'TERMINATED')
  // The control plane first: its autoscaler would start machines for the pods that lose theirs.
  for (const { name, zone } of controlPlanesOf(context)) {
    if (!running.some((each) => each.name === name)) continue
    await gcloud(context, 'compute', 'instances', 'stop', name, `--zone=${zone}`)
  }
  for (const group of await sizesOf(context)) {
    if (group.size > 0) await resize(context, group, 0)
  }
}

/** Starts what `sleepMachines` has stopped; does nothing to a cluster that is awake. */
export async function wakeMachines(context: Context) {
  const stopped = (await instancesOf(context)).filter(({ status }) => status === 'TERMINATED')
  for (const { name, zone } of controlPlanesOf(context)) {
    if (!stopped.some((each) => each.name === name)) continue
    await gcloud(context, 'compute', 'instances', 'start', name, `--zone=${zone}`)
  }
  for (const each of await sizesOf(context)) {
    if (each.size < each.group.min) await resize(context, each, each.group.min)
  }
}
