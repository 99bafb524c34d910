import { buckets } from './buckets.ts'

/**
 * Every metric: its name in OpenTelemetry, kind, unit (UCUM), labels and description. docs/metrics.md shows the table
 * with the question that each answers. Names of `messaging`, `faas`, `http`, `db`, `process`, `nodejs` and `v8js` are
 * those of the semantic conventions 1.45, of which many are still in development: no other file spells one.
 * https://opentelemetry.io/docs/specs/semconv/
 */
export const instruments = {
  'glyphflow.pages': counter('{page}', ['outcome', 'code', 'engine', 'language'], {
    description: 'Pages that ocr has ended, counted where its answer arrives',
  }),
  'glyphflow.page.stage.duration': histogram('s', ['stage', 'service'], {
    description: 'Time of one stage of a page',
    boundaries: buckets.stage,
  }),
  'glyphflow.page.duration': histogram('s', ['outcome'], {
    description: 'Time from the upload of a page to its stored result',
    boundaries: buckets.page,
  }),
  'messaging.process.duration': histogram(
    's',
    ['messaging.destination.name', 'service', 'outcome'],
    { description: 'Time of one delivery of an event', boundaries: buckets.stage },
  ),
  'glyphflow.deliveries': counter('{delivery}', ['service', 'topic', 'answer'], {
    description: 'Deliveries of events, by answer',
  }),
  'messaging.client.sent.messages': counter(
    '{message}',
    ['messaging.destination.name', 'error.type'],
    {
      description: 'Events that the sink appended to a topic, or could not',
    },
  ),
  'messaging.client.consumed.messages': counter(
    '{message}',
    ['messaging.destination.name', 'messaging.consumer.group.name'],
    { description: 'Records taken from a topic' },
  ),
  'glyphflow.dead_letters': counter('{event}', ['topic', 'code'], {
    description: 'Events whose delivery was given up',
  }),
  'glyphflow.log.lag': gauge('{record}', ['topic', 'group'], {
    description: 'Upper bound of the records that a group has not finished',
  }),
  'glyphflow.log.lag.duration': gauge('s', ['topic', 'group'], {
    description: 'Age of the oldest record that a group has not finished',
  }),
  'glyphflow.log.size': gauge('By', [], { description: 'Size of the embedded log' }),

  'glyphflow.replicas': gauge('{replica}', ['service', 'state'], {
    description: 'Replicas wanted, ready, and starting',
  }),
  'glyphflow.requests': gauge('{request}', ['service', 'state'], {
    description: 'Requests in flight, and waiting for a replica',
  }),
  'faas.coldstarts': counter('{coldstart}', ['service'], {
    description: 'Replicas that became ready',
  }),
  'faas.init_duration': histogram('s', ['service', 'part'], {
    description: 'Time from the start of a process until it listens, and until it is ready',
    boundaries: buckets.start,
  }),
  'glyphflow.restarts': counter('{restart}', ['service'], {
    description: 'Replicas that ended unexpectedly',
  }),
  'glyphflow.replica.pages': counter('{page}', ['service'], {
    description: 'Events that this replica has handled',
  }),
  'glyphflow.replica.busy': counter('s', ['service'], {
    description: 'Time in which this replica handled events',
  }),
  'glyphflow.info': gauge('1', ['engine', 'model', 'version'], {
    description: 'Engine, model and version; always 1',
  }),

  'http.server.request.duration': histogram(
    's',
    ['http.route', 'http.request.method', 'http.response.status_code'],
    { description: 'Time until the headers of a response', boundaries: buckets.http },
  ),
  'glyphflow.uploads': counter('{upload}', ['outcome'], {
    description: 'Uploads: accepted, or the code of the problem',
  }),
  'glyphflow.upload.pages': counter('{page}', [], { description: 'Pages of accepted uploads' }),
  'glyphflow.upload.size': counter('By', [], { description: 'Originals of accepted uploads' }),
  'glyphflow.redrives': counter('{page}', [], { description: 'Pages submitted again on request' }),
  'glyphflow.store.pages': gauge('{page}', ['status'], { description: 'Pages in the store' }),
  'glyphflow.store.dead_letters': gauge('{event}', [], {
    description: 'Dead letters that were not redriven',
  }),
  'glyphflow.store.size': gauge('By', ['db.system.name'], {
    description: 'Size of the database of the store',
  }),
  'glyphflow.store.free': gauge('By', [], { description: 'Free space on the disk of DATA_DIR' }),
  'glyphflow.streams': gauge('{stream}', [], { description: 'Open event streams' }),
  'glyphflow.stream.changes': counter('{change}', [], {
    description: 'Changes written to event streams',
  }),

  'process.cpu.time': counter('s', ['process.cpu.mode'], { description: 'CPU time' }),
  'process.memory.usage': gauge('By', [], { description: 'Resident memory' }),
  'process.uptime': gauge('s', [], { description: 'Time since the start of the process' }),
  'v8js.memory.heap.used': gauge('By', [], { description: 'Used heap of the main thread' }),
  'v8js.gc.duration': histogram('s', ['v8js.gc.type'], {
    description: 'Pauses of garbage collection since the first scrape',
    boundaries: buckets.gc,
  }),
  'nodejs.eventloop.delay.p50': gauge('s', [], {
    description: 'Median delay of the event loop since the last scrape',
  }),
  'nodejs.eventloop.delay.p99': gauge('s', [], {
    description: '99th percentile of the delay of the event loop since the last scrape',
  }),
  'nodejs.eventloop.utilization': gauge('1', [], {
    description: 'Share of the time since the last scrape in which the event loop was not idle',
  }),
  'glyphflow.clock.time': gauge('s', [], { description: 'Clock of the machine: Unix time' }),
} as const

export type MetricName = keyof typeof instruments
type NameOf<Kind> = {
  [Name in MetricName]: (typeof instruments)[Name]['kind'] extends Kind ? Name : never
}[MetricName]
export type CounterName = NameOf<'counter'>
export type GaugeName = NameOf<'gauge'>
export type HistogramName = NameOf<'histogram'>

/** A label that is left out, or empty, does not appear. */
export type Labels<Name extends MetricName> = {
  [Label in (typeof instruments)[Name]['labels'][number]]?: string
}

/**
 * Name in Prometheus, as its exporter writes it: a counter ends in `_total`; no unit is added. A histogram is read by
 * this name with `_bucket`, `_sum` and `_count`.
 */
export function prometheusNameOf(name: MetricName): string {
  return prometheusLabelOf(name) + (instruments[name].kind === 'counter' ? '_total' : '')
}

/** Name of a label in Prometheus. */
export function prometheusLabelOf(label: string): string {
  return label.replaceAll(/\W/g, '_')
}

function counter<const Label extends string>(
  unit: string,
  labels: readonly Label[],
  about: { description: string },
) {
  return { kind: 'counter' as const, unit, labels, ...about }
}

function gauge<const Label extends string>(
  unit: string,
  labels: readonly Label[],
  about: { description: string },
) {
  return { kind: 'gauge' as const, unit, labels, ...about }
}

function histogram<const Label extends string>(
  unit: string,
  labels: readonly Label[],
  about: { description: string; boundaries: readonly number[] },
) {
  return { kind: 'histogram' as const, unit, labels, ...about }
}
