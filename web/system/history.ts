import { signal } from '@preact/signals'
import type { SystemHistory } from '../../functions/shared/http/system-api.ts'
import type { Api } from '../api/api.ts'

export const historyMs = 15 * 60_000

/** Last 15 minutes of the system: the first load takes all, the others what is new. */
export function createHistory({ api }: { api: Pick<Api, 'systemHistory'> }) {
  const history = signal<SystemHistory | null>(null)
  return {
    history,
    /** Keeps what is known if the server does not answer, or has no answer about its services. */
    async load() {
      const known = history.peek()
      const lastMs = known?.times.at(-1) ?? 0
      const answer = await api.systemHistory(lastMs).catch(() => null)
      if (answer === null || (known?.services && answer.services === null)) return
      // The server's clock was set back: the next load takes all.
      if (answer.now < lastMs) history.value = null
      else history.value = known === null ? answer : joinHistories(known, answer)
    },
  }
}

export type History = ReturnType<typeof createHistory>

type Samples = (number | null)[]

/** Joins two successive histories, and drops what is older than 15 minutes. */
export function joinHistories(first: SystemHistory, second: SystemHistory): SystemHistory {
  const times = [...first.times, ...second.times]
  // The first sample kept is the state at the beginning.
  const from = Math.max(
    times.findLastIndex((at) => at <= second.now - historyMs),
    0,
  )
  /** Samples of an item that may be missing in either. */
  const join = (before: Samples | undefined, after: Samples | undefined): Samples =>
    [...(before ?? unknown(first)), ...(after ?? unknown(second))].slice(from)

  const pair = <T extends { name: string }>(before: T[], after: T[]) =>
    [...new Set([...before, ...after].map(({ name }) => name))].map((name) => {
      const isIt = (each: T) => each.name === name
      return { name, before: before.find(isIt), after: after.find(isIt) }
    })

  return {
    now: second.now,
    times: times.slice(from),
    services:
      second.services &&
      pair(first.services ?? [], second.services).map(({ name, before, after }) => ({
        name,
        wanted: join(before?.wanted, after?.wanted),
        ready: join(before?.ready, after?.ready),
        busy: join(before?.busy, after?.busy),
        inFlight: join(before?.inFlight, after?.inFlight),
        waiting: join(before?.waiting, after?.waiting),
      })),
    topics:
      second.topics &&
      pair(first.topics ?? [], second.topics).map(({ name, before, after }) => ({
        name,
        rate: join(before?.rate, after?.rate),
        groups: pair(before?.groups ?? [], after?.groups ?? []).map((group) => ({
          name: group.name,
          lag: join(group.before?.lag, group.after?.lag),
        })),
      })),
  }
}

function unknown({ times }: SystemHistory): Samples {
  return times.map(() => null)
}
