import type { System, SystemHistory } from '../../functions/shared/http/system-api.ts'

export type Values = (number | null)[]

/** Numbers over time, in Unix seconds; the last time repeats the last sample at the end of the chart. */
export interface Strip {
  from: number
  to: number
  times: number[]
  /** Work that waits for the service: unfinished records of its topics, or requests to a service without topics. */
  queue: Values
  /** Null if nobody tells which replicas are busy, as in a cluster. */
  busy: Values | null
  /** Ready and not busy, as far as that is told. */
  free: Values
  starting: Values
}

type Topics = NonNullable<System['topics']>

/** The last `spanMs` of a service; null without a history of it. */
export function toStrip(
  history: SystemHistory | null,
  topics: Topics | null,
  { name, spanMs }: { name: string; spanMs: number },
): Strip | null {
  const service = history?.services?.find((each) => each.name === name)
  if (!history || !service || history.times.length === 0) return null
  const lags = lagsOf(history, topics, name)
  const at = (values: Values, index: number) => values[index] ?? null
  const toEnd = (values: Values) => [...values, values.at(-1) ?? null]

  const queue = history.times.map((_, index) =>
    lags.length > 0 ? sum(lags.map((lag) => at(lag, index))) : at(service.inFlight, index),
  )
  // A service without topics has requests of its own accord, from each open page: they do not make it busy.
  const isTold = lags.length > 0 && service.busy.some((each) => each !== null)
  const busy = isTold ? service.busy : null
  return {
    from: (history.now - spanMs) / 1000,
    to: history.now / 1000,
    times: [...history.times, history.now].map((ms) => ms / 1000),
    queue: toEnd(queue),
    busy: busy && toEnd(busy),
    free: toEnd(service.ready.map((ready, index) => above(ready, at(busy ?? [], index)))),
    starting: toEnd(service.wanted.map((wanted, index) => above(wanted, at(service.ready, index)))),
  }
}

/** Lags of the groups whose records go to the service. */
function lagsOf(history: SystemHistory, topics: Topics | null, service: string): Values[] {
  return (topics ?? []).flatMap(({ name, groups }) => {
    const known = history.topics?.find((topic) => topic.name === name)?.groups ?? []
    const names = groups.filter((group) => group.service === service).map((group) => group.name)
    return known.filter((group) => names.includes(group.name)).map(({ lag }) => lag)
  })
}

function above(value: number | null, other: number | null): number | null {
  return value === null ? null : Math.max(value - (other ?? 0), 0)
}

function sum(values: Values): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}
