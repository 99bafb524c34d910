import type { System, SystemHistory } from '../../../functions/shared/http/system-api.ts'
import { formatMemory, formatNumber, formatShare } from '../../format/quantity.ts'
import { type Service, stateOf, sumOf, withoutStreams, wordsOf } from '../../system/services.ts'
import { toStrip } from '../../system/strip.ts'
import { StripChart } from './charts/strip-chart.tsx'
import { ColdStarts } from './cold-starts.tsx'
import { ReplicaTable } from './replica-table.tsx'

export interface ServiceCardProps {
  service: Service
  history: SystemHistory | null
  topics: System['topics']
  /** Time shown, in ms. */
  spanMs: number
  /** Shares of a core by pid. */
  cpu: ReadonlyMap<number, number>
}

export function ServiceCard({ history, topics, spanMs, cpu, ...props }: ServiceCardProps) {
  const service = withoutStreams(props.service, topics)
  const { name, processes } = service
  const { task, queue } = wordsOf(name)
  const strip = toStrip(history, topics, { name, spanMs })
  const id = `service-${name}`
  return (
    <section class="panel service" aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{name}</h2>
        <p>{task}</p>
        <span class={`pill pill-${service.replicas > 0 ? 'awake' : 'asleep'}`}>
          {stateOf(service)}
        </span>
      </header>
      {strip && <StripChart {...{ name, queue, strip }} />}
      <Facts service={service} cpu={cpu} />
      {service.coldStarts && <ColdStarts coldStarts={service.coldStarts} />}
      {processes && processes.length > 0 && (
        <ReplicaTable name={name} processes={processes} cpu={cpu} />
      )}
    </section>
  )
}

/** What is unknown, as most is in a cluster, is left out. */
function Facts({ service, cpu }: Pick<ServiceCardProps, 'service' | 'cpu'>) {
  const { inFlight, waiting, restarts } = service
  const rssBytes = sumOf(service, (each) => each.rssBytes)
  const share = sumOf(service, ({ pid }) => cpu.get(pid) ?? 0)
  const facts = [
    ['CPU', share === null ? null : formatShare(share)],
    ['Memory', rssBytes === null ? null : formatMemory(rssBytes)],
    ['In flight', inFlight === null ? null : formatNumber(inFlight)],
    ['Waiting', waiting === null ? null : formatNumber(waiting)],
    ['Restarts', restarts === null ? null : formatNumber(restarts)],
  ].filter(([, value]) => value !== null)
  if (facts.length === 0) return null
  return (
    <dl class="facts">
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
