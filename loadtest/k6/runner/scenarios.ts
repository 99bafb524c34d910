import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import type { Options, Stage } from 'k6/options'
import { toMs } from '../../../eventing/pipeline/duration.ts'
import { current } from './iteration.ts'
import { builtin } from './metrics.ts'

/** VUs in an iteration, of all scenarios. */
export const active = { vus: 0 }

/** Options of an executor: https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/ */
export type Scenario = NonNullable<Options['scenarios']>[string]

/** Stages of a number of VUs, or in the open model of a rate of arrivals. */
interface Plan {
  start: number
  stages: Stage[]
  /** Iterations in all. */
  iterations?: number
  open?: { perMs: number; maxVUs: number }
}

export function planOf(scenario: Scenario): Plan {
  const constant = (target: number, duration: string) => {
    return { start: target, stages: [{ duration, target }] }
  }
  switch (scenario.executor) {
    case 'shared-iterations': {
      const { vus = 1, maxDuration = '10m', iterations = 1 } = scenario
      return { ...constant(vus, maxDuration), iterations }
    }
    case 'constant-vus':
      return constant(scenario.vus ?? 1, scenario.duration)
    case 'ramping-vus':
      return { start: scenario.startVUs ?? 1, stages: scenario.stages }
    case 'constant-arrival-rate':
      return { ...constant(scenario.rate, scenario.duration), open: openOf(scenario) }
    case 'ramping-arrival-rate':
      return { start: scenario.startRate ?? 0, stages: scenario.stages, open: openOf(scenario) }
    default:
      throw new Error(`Expected an executor that the runner knows, got ${scenario.executor}`)
  }
}

function openOf(scenario: Extract<Scenario, { preAllocatedVUs: number }>) {
  const { timeUnit = '1s', preAllocatedVUs, maxVUs = preAllocatedVUs } = scenario
  return { perMs: toMs(timeUnit), maxVUs }
}

/** Linear between the targets of the stages; null after the last. */
export function valueAt({ start, stages }: Plan, atMs: number): number | null {
  let [from, fromMs] = [start, 0]
  for (const { duration, target } of stages) {
    const endMs = fromMs + toMs(duration)
    if (atMs < endMs) return from + ((target - from) * (atMs - fromMs)) / (endMs - fromMs)
    ;[from, fromMs] = [target, endMs]
  }
  return null
}

interface Run {
  name: string
  scenario: Scenario
  plan: Plan
  run: () => unknown
}

/** Runs the iterations of a scenario; resolves when none is left. */
export async function runScenario({ name, scenario, plan, run }: Run) {
  await pause(toMs(scenario.startTime ?? '0s'))
  const { stages, open, iterations = Number.POSITIVE_INFINITY } = plan
  const startedMs = performance.now()
  const graceMs = toMs(scenario.gracefulStop ?? '30s')
  const interruptedMs = stages.reduce((ms, { duration }) => ms + toMs(duration), graceMs)
  const signal = AbortSignal.timeout(interruptedMs)
  const tags = { ...scenario.tags, scenario: name }
  const running = new Set<Promise<void>>()
  let left = iterations
  let wake = () => {}

  async function iterate(): Promise<void> {
    const fromMs = performance.now()
    left -= 1
    active.vus += 1
    await setImmediate()
    await current
      .run({ tags, signal }, async () => run())
      .catch((error) => {
        if (!signal.aborted) process.stderr.write(`${error.stack ?? error}\n`)
      })
    active.vus -= 1
    if (!signal.aborted) builtin.iterations.add(1, tags)
    builtin.iterationMs.add(performance.now() - fromMs, tags)
  }

  // The first arrival is at the start.
  let [due, atMs] = [1, startedMs]
  const now = () => valueAt(plan, atMs - startedMs)
  for (let value = now(); value !== null && left > 0; value = now()) {
    const sinceMs = performance.now() - atMs
    atMs += sinceMs
    due = open ? due + (value * sinceMs) / open.perMs : value - running.size
    for (; due >= 1 && left > 0; due -= 1) {
      if (open && running.size >= open.maxVUs) builtin.dropped.add(1, tags)
      else {
        const iteration = iterate().finally(() => {
          running.delete(iteration)
          wake()
        })
        running.add(iteration)
      }
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    wake = resolve
    await Promise.race([pause(5), promise])
  }
  await Promise.all(running)
}
