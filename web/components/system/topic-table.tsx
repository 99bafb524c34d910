import type { System, SystemHistory } from '../../../functions/shared/http/system-api.ts'
import { formatNumber, formatRate } from '../../format/quantity.ts'

export interface TopicTableProps {
  topics: NonNullable<System['topics']>
  history: SystemHistory | null
}

/** Topics with their records, how fast they come, and how many each service has not finished. */
export function TopicTable({ topics, history }: TopicTableProps) {
  return (
    <section class="panel" aria-labelledby="topics">
      <header class="panel-head">
        <h2 id="topics">Topics</h2>
        <p>events on their way</p>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">Topic</th>
            <th scope="col">Records</th>
            <th scope="col">Rate</th>
            <th scope="col">Unfinished</th>
          </tr>
        </thead>
        <tbody>
          {topics.map(({ name, records, groups }) => {
            const rate = history?.topics?.find((topic) => topic.name === name)?.rate.at(-1)
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{records === null ? '–' : formatNumber(records)}</td>
                <td>{rate == null ? '–' : rate > 0 ? formatRate(rate) : '0'}</td>
                <td>
                  {groups.map(({ name: group, service, lag }) => (
                    <span key={group} class="lag">
                      {`${lag === null ? '–' : formatNumber(lag)} `}
                      <small>for {service}</small>
                    </span>
                  ))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
