import type { Document } from '../../functions/shared/http/api.ts'

/** Which documents are listed; null for any. */
export interface Filter {
  status: Document['status'] | null
  kind: 'image' | 'pdf' | null
  batch: string | null
  /** First and last local day of the upload: `2026-11-21`. */
  from: string | null
  to: string | null
}

export const noFilter: Filter = { status: null, kind: null, batch: null, from: null, to: null }

export const statusNames: readonly [Document['status'], string][] = [
  ['done', 'Read'],
  ['partial', 'Partly read'],
  ['failed', 'Failed'],
  ['processing', 'Being read'],
  ['queued', 'Queued'],
]
export const kindNames: readonly ['image' | 'pdf', string][] = [
  ['image', 'Pictures'],
  ['pdf', 'PDF'],
]

export function isFiltered(filter: Filter): boolean {
  return Object.values(filter).some((value) => value !== null)
}

/** Filter of a URL, without values that are none. */
export function parseFilter(search: URLSearchParams): Filter {
  return {
    status: oneOf(statusNames, search.get('status')),
    kind: oneOf(kindNames, search.get('kind')),
    batch: search.get('batch') || null,
    ...{ from: dayOf(search.get('from')), to: dayOf(search.get('to')) },
  }
}

function oneOf<Value>(names: readonly [Value, string][], text: string | null): Value | null {
  return names.find(([value]) => value === text)?.[0] ?? null
}

/**
 * Local day of a text, null if it is none. No day of the first or last year of four digits is one: its begin or end may
 * be in a year that the API refuses.
 */
export function dayOf(text: string | null): string | null {
  const isDay = text !== null && /^(?!0000|9999)\d{4}-\d\d-\d\d$/.test(text)
  return isDay && startOf(text) !== undefined ? text : null
}

/** Values of the filter that are set, for a URL. */
export function filterEntries(filter: Filter): [string, string][] {
  return Object.entries(filter).filter(([, value]) => value !== null)
}

/** Query of the list of these documents. */
export function toListQuery({ status, kind, batch, from, to }: Filter) {
  const [createdAfter, createdBefore] = [startOf(from), startOf(to, 1)]
  return {
    ...(status && { status }),
    ...(kind && { kind }),
    ...(batch && { batch }),
    ...(createdAfter && { createdAfter }),
    ...(createdBefore && { createdBefore }),
  }
}

/** Begin of a local day, or of a day after it. */
function startOf(day: string | null, daysAfter = 0): string | undefined {
  if (day === null) return undefined
  const at = new Date(`${day}T00:00`)
  if (Number.isNaN(at.getTime())) return undefined
  at.setDate(at.getDate() + daysAfter)
  return at.toISOString()
}

/** `2026-11-21`, in local time. */
export function toDay(at: Date): string {
  const parts = [at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${String(at.getFullYear()).padStart(4, '0')}-${parts.join('-')}`
}
