import { percentile } from '../figures/percentile.ts'
import { toPercent, toTable } from '../scale/measure/table.ts'
import type { Cost } from './cluster.ts'
import type { Outcome } from './simulate.ts'

const shares = [0.5, 0.95, 0.99, 1]

/** Prints waits, use of replicas and machines, and cost. */
export function printOutcome(print: (line: string) => void, outcome: Outcome, cost: Cost): void {
  const { pages, waitsMs, timesMs, workMs, replicaMs } = outcome
  const row = (name: string, valuesMs: number[]) => {
    // Sorted once, since sorted values are quickly sorted again.
    const sorted = Array.from(Float64Array.from(valuesMs).sort())
    return [name, ...shares.map((share) => (percentile(sorted, share) / 1000).toFixed(2))]
  }
  print(
    toTable(
      ['s', 'p50', 'p95', 'p99', 'longest'],
      [row('upload to start', waitsMs), row('upload to text', timesMs)],
    ),
  )
  const perThousand = (dollars: number) => `$${((1000 * dollars) / pages).toFixed(4)}`
  const day = (dollars: number) => `$${dollars.toFixed(2)}`
  print(
    toTable(
      ['', 'figure'],
      [
        ['pages', pages],
        ['most replicas ready', outcome.mostReplicas],
        ['replicas started', outcome.replicaStarts],
        ["work of the replicas' time", toPercent(workMs / replicaMs)],
        ['busy while pages waited', toPercent(outcome.usedWhileWaiting)],
        ['busiest reader over the mean', outcome.readerEvenness.toFixed(3)],
        ['most elastic machines', outcome.mostNodes],
        ['hours of elastic machines', (outcome.elasticNodeMs / 3_600_000).toFixed(1)],
        ['their cost: spot', day(cost.spot)],
        ['at full price', day(cost.onDemand)],
        ['always on, at full price', day(cost.always)],
        ['cost of what is always there', day(cost.fixed)],
        ['1,000 pages, spot', perThousand(cost.spot)],
        ['1,000 pages, with what is always there', perThousand(cost.spot + cost.fixed)],
      ],
    ),
  )
}
