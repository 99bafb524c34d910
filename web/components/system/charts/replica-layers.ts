import type { Column } from '../../../system/rows.ts'
import type { Strip } from '../../../system/strip.ts'
import type { Layer } from './chart-props.ts'

/** A service's replicas as layers of a chart, the busy ones at the bottom, if they are told. */
export function replicaLayers({ busy, free, starting }: Strip): Layer[] {
  return [
    ...(busy ? [{ tone: 'busy' as const, label: 'busy', values: busy }] : []),
    { tone: 'free', label: 'ready', values: free },
    { tone: 'starting', label: 'starting', values: starting },
  ]
}

/** The same as columns of a table. */
export function replicaColumns(strip: Strip): Column[] {
  const capital = (label: string) => label.charAt(0).toUpperCase() + label.slice(1)
  return replicaLayers(strip).map(({ label, values }) => ({
    ...{ label: capital(label), times: strip.times, values },
  }))
}
