import { useSignal } from '@preact/signals'
import { formatTimeWithSeconds } from '../../../format/moment.ts'
import { type Column, stepOf, toRows } from '../../../system/rows.ts'

export interface ChartTableProps {
  /** What the table is about. */
  name: string
  /** Unix seconds. */
  from: number
  to: number
  columns: readonly Column[]
}

/** A chart's numbers; computed only while open. */
export function ChartTable({ name, from, to, columns }: ChartTableProps) {
  const isOpen = useSignal(false)
  return (
    <details
      class="as-table"
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open
      }}
    >
      <summary>
        As a table<span class="unseen">: {name}</span>
      </summary>
      {isOpen.value && (
        <table>
          <caption>{`The most in ${stepOf({ from, to })} s from each time on.`}</caption>
          <thead>
            <tr>
              {['Time', ...columns.map(({ label }) => label)].map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {toRows({ from, to }, columns).map(({ at, values }) => (
              <tr key={at}>
                <th scope="row">{formatTimeWithSeconds(at * 1000)}</th>
                {values.map((value, index) => (
                  <td key={index}>{value ?? '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  )
}
