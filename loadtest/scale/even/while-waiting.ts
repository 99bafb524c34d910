import type { Visit } from '../../ocr/sleeping/visits.ts'

export interface WhileWaiting {
  /** Busy share of the replicas' time; 1 if no replica was ever idle. */
  used: number
  /** Busy time of the busiest replica over the mean; 1 if all were equally busy. */
  evenness: number
  /** Idle time of a replica between two pages. */
  gapsMs: number[]
}

/** Utilization of the replicas while pages waited: from the first page's start to the last page's start. */
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
