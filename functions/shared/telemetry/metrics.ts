import {
  type CounterName,
  type GaugeName,
  type HistogramName,
  instruments,
  type Labels,
  type MetricName,
} from './names.ts'

/** Histogram of one set of labels. `counts` has one bucket more than the boundaries. */
export interface Distribution {
  counts: number[]
  count: number
  sum: number
}

/** Values of a metric, by labels. */
export interface Collected {
  name: MetricName
  points: { labels: Record<string, string>; value: number | Distribution }[]
}

type Measurement<Name extends MetricName> = { labels: Labels<Name>; value: number }

/**
 * Measurements of a process, kept here from its start, so that a start loads no SDK: the SDK (./export/sdk.ts) reads
 * them once someone asks.
 */
export interface Metrics {
  /** Adds to a counter, by default 1. */
  add<Name extends CounterName>(name: Name, labels: Labels<Name>, value?: number): void
  /** Records a value in a histogram. */
  record<Name extends HistogramName>(name: Name, labels: Labels<Name>, value: number): void
  /**
   * Reads a gauge, or the total of a counter, each time that someone asks. A read that is rejected, or takes more than
   * a second, and a value that is not a finite number, are left out: the other metrics are there in time.
   */
  observe<Name extends GaugeName | CounterName>(
    name: Name,
    read: () => Measurement<Name>[] | Promise<Measurement<Name>[]>,
  ): void
  collect(): Promise<Collected[]>
  /** When the counting began. */
  readonly since: Date
}

/** Limit of the sets of labels of a metric. Those beyond it are counted together, with `other` in each label. */
const maxPoints = 500
const maxReadMs = 1000
const other = 'other'

type Point = { labels: Record<string, string>; value: number | Distribution }

export function createMetrics(): Metrics {
  const points = new Map<MetricName, Map<string, Point>>()
  const observed: { name: MetricName; read: () => Promise<Collected['points']> }[] = []

  function pointOf(
    name: MetricName,
    given: Record<string, string | undefined>,
    empty: () => Point['value'],
  ) {
    const known = points.get(name) ?? new Map<string, Point>()
    points.set(name, known)
    const key = instruments[name].labels.map((label) => given[label] ?? '').join('\n')
    const found = known.get(key)
    if (found) return found
    const labels = present(given)
    const isFull = known.size >= maxPoints && Object.values(labels).some((value) => value !== other)
    if (isFull) return pointOf(name, withoutValues(labels), empty)
    const point = { labels, value: empty() }
    known.set(key, point)
    return point
  }

  return {
    since: new Date(),
    add(name, labels, value = 1) {
      const point = pointOf(name, labels, () => 0)
      point.value = (point.value as number) + value
    },
    record(name, labels, value) {
      const { boundaries } = instruments[name]
      const empty = () => ({ counts: Array(boundaries.length + 1).fill(0), count: 0, sum: 0 })
      const distribution = pointOf(name, labels, empty).value as Distribution
      const bucket = boundaries.findIndex((boundary) => value <= boundary)
      const index = bucket === -1 ? boundaries.length : bucket
      distribution.counts[index] = (distribution.counts[index] ?? 0) + 1
      distribution.count += 1
      distribution.sum += value
    },
    observe(name, read) {
      // A late read is not begun again by the next one who asks.
      let running: Promise<Awaited<ReturnType<typeof read>>> | null = null
      observed.push({
        name,
        async read() {
          running ??= Promise.resolve()
            .then(read)
            .catch(() => [])
            .finally(() => {
              running = null
            })
          const measurements = await inTime(running)
          return measurements
            .filter(({ value }) => Number.isFinite(value))
            .map(({ labels, value }) => ({ labels: present(labels), value }))
        },
      })
    },
    async collect() {
      const read = await Promise.all(
        observed.map(async ({ name, read }) => ({ name, points: await read() })),
      )
      const kept = [...points].map(([name, known]) => ({ name, points: [...known.values()] }))
      return merge([...kept, ...read])
    },
  }
}

/** Empty if `measuring` takes longer than `maxReadMs`. */
async function inTime<T>(measuring: Promise<T[]>): Promise<T[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<T[]>((resolve) => {
    timer = setTimeout(resolve, maxReadMs, [])
  })
  return Promise.race([measuring, late]).finally(() => clearTimeout(timer))
}

function present(labels: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
}

function withoutValues(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(labels).map((label) => [label, other]))
}

/** One entry for each name: several parts of a process may observe the same gauge. */
function merge(collected: Collected[]): Collected[] {
  return [...Map.groupBy(collected, ({ name }) => name)]
    .map(([name, parts]) => ({ name, points: parts.flatMap(({ points }) => points) }))
    .filter(({ points }) => points.length > 0)
}
