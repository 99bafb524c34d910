import { DocumentStatus } from '../../functions/shared/http/api.ts'
import { parseOptions, toTime, toUrl, UsageError } from '../command/usage.ts'

export const usage = `Usage: npm run replay -- --from 7d [options]

Resends the pages of a range of documents, newest first, to be read again. The same command resumes an interrupted
replay.
  --from     uploaded since: 90s, 30m, 2h or 7d ago, or a time: 2026-11-21T08:00:00Z
  --to       uploaded before; default: now
  --status   only documents that are ${DocumentStatus.options.join(', ')}
  --batch    only documents of this batch
  --rate     pages per second, default: 1; new uploads are read in between
  --url      address of Glyphflow; default: http://localhost:8080
  --dry-run  only counts them
  --anew     starts over instead of resuming
API_TOKEN in the environment is the token, if one is required.`

export interface Options {
  url: string
  from: Date
  to: Date
  status: Status | null
  batch: string | null
  /** Pages per second. */
  rate: number
  dryRun: boolean
  anew: boolean
  /** Identifies the range as given, for resuming. */
  asked: string
}

type Status = (typeof DocumentStatus.options)[number]

/** Throws UsageError for invalid arguments. */
export function readOptions(args: string[], now: Date): Options {
  const given = parseOptions(args, {
    from: { type: 'string' },
    to: { type: 'string', default: '0s' },
    status: { type: 'string' },
    batch: { type: 'string' },
    rate: { type: 'string', default: '1' },
    url: { type: 'string', default: 'http://localhost:8080' },
    'dry-run': { type: 'boolean', default: false },
    anew: { type: 'boolean', default: false },
  })
  if (given.from === undefined) throw new UsageError('Expected --from')
  const range = {
    url: toUrl(given.url),
    status: toStatus(given.status),
    batch: given.batch ?? null,
  }
  return {
    ...range,
    ...toTimes(given.from, given.to, now),
    rate: toRate(given.rate),
    dryRun: given['dry-run'],
    anew: given.anew,
    asked: JSON.stringify([...Object.values(range), given.from, given.to]),
  }
}

function toTimes(givenFrom: string, givenTo: string, now: Date): { from: Date; to: Date } {
  const from = toTime('--from', givenFrom, now)
  const to = toTime('--to', givenTo, now)
  if (from < to) return { from, to }
  throw new UsageError(`Expected --from to be before --to, got ${givenFrom} and ${givenTo}`)
}

function toStatus(status: string | undefined): Status | null {
  if (status === undefined) return null
  const known = DocumentStatus.safeParse(status)
  if (known.success) return known.data
  const names = DocumentStatus.options.join(', ')
  throw new UsageError(`Expected --status to be one of ${names}, got "${status}"`)
}

function toRate(text: string): number {
  const rate = Number(text)
  if (rate > 0 && Number.isFinite(rate)) return rate
  throw new UsageError(`Expected --rate to be a number above 0, got "${text}"`)
}
