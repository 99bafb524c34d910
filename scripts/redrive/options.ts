import { parseOptions, toTime, toUrl } from '../command/usage.ts'

export const usage = `Usage: npm run redrive -- [--url http://localhost:8080] [--since 2h] [--reason text]
                             [--dismiss] [--dry-run]

Resends the pages of dead letters.
  --url      address of Glyphflow
  --since    only dead letters of the last 90s, 30m, 2h or 7d, or since a time: 2026-11-21T08:00:00Z
  --reason   only dead letters with this text in their reason, or with this code
  --dismiss  also deletes dead letters without a document, which cannot be resent
  --dry-run  only lists them
API_TOKEN in the environment is the token, if one is required.`

export interface Options {
  url: string
  since: Date | null
  reason: string | null
  dismiss: boolean
  dryRun: boolean
}

/** Throws UsageError for invalid arguments. */
export function readOptions(args: string[], now: Date): Options {
  const given = parseOptions(args, {
    url: { type: 'string', default: 'http://localhost:8080' },
    since: { type: 'string' },
    reason: { type: 'string' },
    dismiss: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
  })
  return {
    url: toUrl(given.url),
    since: given.since === undefined ? null : toTime('--since', given.since, now),
    reason: given.reason ?? null,
    dismiss: given.dismiss,
    dryRun: given['dry-run'],
  }
}
