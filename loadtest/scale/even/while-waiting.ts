import type { Visit } from '../../ocr/sleeping/visits.ts'

export interface WhileWaiting {
  /** Share of their time that the replicas were busy: 1 where none was ever free. */
  used: number
  /** The busiest replica's time against the mean: 1 where all had the same. */
  evenness: number
  /** For how long a replica was free between two pages. */
  gapsMs: number[]
}

/** How so many replicas were used from the first page's start to the last one's: so long, pages waited. */
export function lookWhileWaiting(visits: Visit[], replicas: number): WhileWaiting {
  const starts = visits.map(({ fromMs }) => fromMs)
  const [from, to] = [Math.min(...starts), Math.max(...starts)]
  const byReplica = Map.groupBy(visits, ({ pid }) => pid)
  const busy = [...byReplica.values()].map((own) =>
    own.reduce((sum, { fromMs, toMs }) => sum + Math.min(toMs, to) - fromMs, 0),
  )
  const all = busy.reduce((sum, ms) => sum + ms, 0)
  return {
    used: all / (replicas * (to - from)),
    evenness: Math.max(...busy) / (all / replicas),
    gapsMs: [...byReplica.values()].flatMap(gapsOf),
  }
}

function gapsOf(visits: Visit[]): number[] {
  const sorted = visits.toSorted((a, b) => a.fromMs - b.fromMs)
  return sorted.slice(1).map(({ fromMs }, index) => fromMs - (sorted[index]?.toMs ?? fromMs))
}
