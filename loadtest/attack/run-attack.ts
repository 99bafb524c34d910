import { setTimeout as pause } from 'node:timers/promises'
import type { Deployed } from '../cluster/deployed.ts'
import { kubectl } from '../cluster/kubernetes/kubectl.ts'
import type { ClusterEnv } from '../cluster/options.ts'
import { realPages } from '../cluster/pages.ts'
import { monotonicMs } from '../figures/monotonic.ts'
import type { Attack, Attacker, AttackTimes } from './attacker.ts'
import { toOutcome, toWords } from './outcome.ts'
import { watchPage } from './page-watch.ts'
import type { PlannedAttack } from './plan.ts'
import { addressOf, findPod, listNodes } from './targets.ts'

const maxBackMs = 30_000
const calmMs = 15_000
const drainMs = 10 * 60_000
/** For a pod of a service that sleeps, to be started by the load. */
const findWithinMs = 60_000

export interface AttackOptions {
  deployed: Deployed
  attacker: Attacker
  env: ClusterEnv
  plan: PlannedAttack
  seconds: number
  /** Pages a minute. */
  rate: number
}

/** Attacks under load, and waits until all pages have ended. */
export async function runAttack(options: AttackOptions) {
  const { deployed, plan, seconds, rate } = options
  const { load, client } = deployed
  const name = 'kind' in plan ? `${plan.name} ${plan.kind}` : plan.name
  const watching = new AbortController()
  const looks = watchPage(client.url, watching.signal)
  const before = load.repeatedUploads()
  const fromMs = monotonicMs()
  const loadMs = seconds * 1000 + 2 * calmMs
  const count = Math.ceil((rate * loadMs) / 60_000)
  const uploading = load.run(await realPages(count, name.replaceAll(' ', '-')), loadMs)
  await pause(calmMs)
  const times = await attack(options)
  // As if the page were opened again: TCP alone would repeat a lost packet after minutes.
  deployed.cutConnections()
  await uploading
  const drained = await load.drained(drainMs)
  watching.abort()
  const pages = load.times().filter(({ acceptedMs }) => acceptedMs >= fromMs)
  const repeated = load.repeatedUploads() - before
  const outcome = toOutcome({ pages, looks: looks(), repeated }, times)
  const figure = (ms: number) => (ms / 1000).toFixed(1)
  const { awayMs, stallMs, backMs } = outcome
  return {
    line: `${name}, ${pages.length} pages: ${toWords(outcome)}`,
    cells: [name, figure(awayMs), figure(stallMs), figure(backMs), `${repeated}`],
    problems: [
      ...(drained ? [] : [`${name}: expected all pages to end within ${drainMs / 60_000} minutes`]),
      ...(backMs > maxBackMs ? [`${name}: expected all to be back within 30 s`] : []),
    ],
  }
}

async function attack({ deployed, attacker, env, plan, seconds }: AttackOptions) {
  const [node = ''] = await listNodes()
  switch (plan.name) {
    case 'node':
      return attacker.run([{ node, args: ['node', seconds] }])
    case 'drain':
      return drain(node, seconds)
    default:
      return attacker.run(await attacksOn(plan, deployed.namespace, env, seconds))
  }
}

async function attacksOn(
  { name, kind }: Extract<PlannedAttack, { kind: unknown }>,
  namespace: string,
  env: ClusterEnv,
  seconds: number,
): Promise<Attack[]> {
  const until = monotonicMs() + findWithinMs
  let pod = await findPod(kind, namespace)
  const outside = pod ? null : addressOf(kind, env)
  while (!pod && !outside && monotonicMs() < until) {
    await pause(200)
    pod = await findPod(kind, namespace)
  }
  if (pod) return [{ node: pod.node, args: [name, seconds, pod.containerId] }]
  if (!outside) throw new Error(`Expected a ready pod of ${kind} within 60 s of load`)
  const nodes = await listNodes()
  return nodes.map((node) => ({ node, args: ['address', seconds, outside] }))
}

/** Evicts the pods of a node, and lets it take pods again after `seconds`. */
async function drain(node: string, seconds: number): Promise<AttackTimes> {
  const fromMs = monotonicMs()
  const how = ['--ignore-daemonsets', '--delete-emptydir-data', '--force', '--timeout=300s']
  try {
    await kubectl(['drain', node, ...how])
    await pause(Math.max(fromMs + seconds * 1000 - monotonicMs(), 0))
  } finally {
    await kubectl(['uncordon', node])
  }
  return { fromMs, toMs: monotonicMs() }
}
