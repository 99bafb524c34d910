import { drawTimes } from '../capacity/arrival-times.ts'
import { percentile } from '../figures/percentile.ts'
import { toTable } from '../scale/measure/table.ts'
import { ocrPolicy } from './cluster.ts'
import { createPageTimes, meanOf, readPageTimes } from './page-times.ts'
import { simulate } from './simulate.ts'

const pages = 200_000

/**
 * Times from upload to text on replicas that stay awake, under shares of their capacity in percent; returns a table.
 */
export async function simulateShares(
  replicas: number,
  shares: number[],
  seed: string,
): Promise<string> {
  const times = readPageTimes()
  const capacity = (1000 * replicas) / meanOf(times)
  const policy = { ...(await ocrPolicy(replicas, replicas)), initialScale: replicas }
  const rows = shares.map((share) => {
    const perSecond = (capacity * share) / 100
    const drawMs = createPageTimes(times, seed)
    const uploads = drawTimes({ perSecond, seconds: pages / perSecond, seed: `${seed} ${share}` })
    const { timesMs } = simulate({
      arrivals: uploads.map((atMs) => ({ atMs, workMs: drawMs() })),
      ...{ policy, readers: 1, partitions: 16, seed, decideEveryMs: 2000, coldStartMs: 0 },
      nodes: { basePlaces: replicas, placesPerNode: 1, maxNodes: 0, startMs: 0, idleMs: 0 },
    })
    const figures = [0.5, 0.95, 0.99].map((each) => (percentile(timesMs, each) / 1000).toFixed(2))
    return [`${share}%`, perSecond.toFixed(2), ...figures]
  })
  return toTable(['of capacity', 'pages/s', 'p50 s', 'p95', 'p99'], rows)
}
