import { setTimeout as pause } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { Options, RampingArrivalRateScenario, Stage } from 'k6/options'
import { toMs } from '../../../eventing/pipeline/duration.ts'
import { current } from './iteration.ts'
import { builtin } from './metrics.ts'

/** VUs in an iteration, of all scenarios. */
export const active = { vus: 0 }

/** Options of an executor: https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/ */
export type Scenario = NonNullable<Options['scenarios']>[string]

/** Stages of a number of VUs, or in the open model of a rate of arrivals; with the scenario's other options. */
interface Plan extends Partial<Omit<RampingArrivalRateScenario, 'executor' | 'stages'>> {
  start: number
  stages: Stage[]
  iterations?: number
}

export function planOf(scenario: Scenario): Plan {
  switch (scenario.executor) {
    case 'shared-iterations':
      return { iterations: 1, ...scenario, ...constant(scenario.vus, scenario.maxDuration) }
    case 'constant-vus':
      return { ...scenario, ...constant(scenario.vus, scenario.duration) }
    case 'constant-arrival-rate':
      return { ...scenario, ...constant(scenario.rate, scenario.duration) }
    case 'ramping-vus':
      return { ...scenario, start: scenario.startVUs ?? 1 }
    case 'ramping-arrival-rate':
      return { ...scenario, start: scenario.startRate ?? 0 }
    default:
      throw new Error(`Expected an executor that the runner knows, got ${scenario.executor}`)
  }
}

function constant(target = 1, duration = '10m') {
  return { start: target, stages: [{ duration, target }] }
}

/** Linear between the targets of the stages. */
export function valueAt({ start, stages }: Plan, atMs: number): number {
  let [from, fromMs] = [start, 0]
  for (const { duration, target } of stages) {
    const share = (atMs - fromMs) / toMs(duration)
    if (share < 1) return from + (target - from) * share
    from = target
    fromMs += toMs(duration)
  }
  return from
}

/** Runs the iterations of a scenario; resolves when none is left. */
export async function runScenario(name: string, plan: Plan, run: () => unknown): Promise<void> {
  const { stages, startTime = '0s', gracefulStop = '30s', timeUnit = '1s' } = plan
  const { preAllocatedVUs, maxVUs = preAllocatedVUs ?? Number.POSITIVE_INFINITY } = plan
  await pause(toMs(startTime))
  const startedMs = performance.now()
  const durationMs = stages.reduce((ms, { duration }) => ms + toMs(duration), 0)
  const signal = AbortSignal.timeout(durationMs + toMs(gracefulStop))
  const tags = { ...plan.tags, scenario: name }
  let [left, running] = [plan.iterations ?? Number.POSITIVE_INFINITY, 0]
  // The first arrival is at the start.
  let [due, atMs] = [1, 0]

  async function iterate(): Promise<void> {
    const fromMs = performance.now()
    left -= 1
    running += 1
    active.vus += 1
    try {
      await current.run({ tags, signal }, run)
    } catch (error) {
      if (!signal.aborted) process.stderr.write(`${inspect(error)}\n`)
    }
    if (!signal.aborted) builtin.iterations.add(1, tags)
    builtin.iterationMs.add(performance.now() - fromMs, tags)
    running -= 1
    active.vus -= 1
    // Deferred: iterations that wait for nothing leave time for the others.
    setImmediate(begin)
  }

  /** Begins what is due: arrivals since the last call, or an iteration for each VU without one. */
  function begin(): void {
    if (atMs >= durationMs) return
    const value = valueAt(plan, atMs)
    const sinceMs = performance.now() - startedMs - atMs
    atMs += sinceMs
    due = preAllocatedVUs === undefined ? value - running : due + (value * sinceMs) / toMs(timeUnit)
    for (; due >= 1 && left > 0; due -= 1) {
      if (running < maxVUs) iterate()
      else builtin.dropped.add(1, tags)
    }
  }

  while (running > 0 || (left > 0 && atMs < durationMs)) {
    begin()
    await pause(5)
  }
}
