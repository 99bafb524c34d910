import { formatDuration } from '../../format/duration.ts'
import { formatMemory, formatShare } from '../../format/quantity.ts'
import type { ReplicaProcess } from '../../system/services.ts'

export interface ReplicaTableProps {
  /** Name of the service. */
  name: string
  processes: readonly ReplicaProcess[]
  /** Shares of a core by pid. */
  cpu: ReadonlyMap<number, number>
}

export function ReplicaTable({ name, processes, cpu }: ReplicaTableProps) {
  return (
    <table class="replicas">
      <caption class="unseen">Replicas of {name}</caption>
      <thead>
        <tr>
          <th scope="col">Replica</th>
          <th scope="col">State</th>
          <th scope="col">Up</th>
          <th scope="col">CPU</th>
          <th scope="col">Memory</th>
        </tr>
      </thead>
      <tbody>
        {byName(processes).map(({ name: replica, pid, state, uptimeSeconds, rssBytes }) => {
          const share = cpu.get(pid)
          return (
            <tr key={pid}>
              <th scope="row" title={`Process ${pid}`}>
                {replica}
              </th>
              <td>
                <i class={`dot dot-${state}`} aria-hidden="true" /> {state}
              </td>
              <td>{formatDuration(uptimeSeconds * 1000)}</td>
              <td>{share === undefined ? '–' : formatShare(share)}</td>
              <td>{rssBytes === null ? '–' : formatMemory(rssBytes)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function byName(processes: readonly ReplicaProcess[]): ReplicaProcess[] {
  return processes.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}
