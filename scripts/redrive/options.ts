import { parseArgs } from 'node:util'
import * as z from 'zod'

export const usage = `Usage: npm run redrive -- [--url http://localhost:8080] [--since 2h] [--reason text] [--dry-run]

Sends the pages of dead letters again.
  --url      where Glyphflow is
  --since    only those of the last 90s, 30m, 2h or 7d, or since a time: 2026-11-21T08:00:00Z
  --reason   only those with this in their reason, or with this code
  --dry-run  only lists them
API_TOKEN in the environment is the token, where one is asked for.`

/** The command cannot be understood; its message says what was expected. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export interface Options {
  url: string
  since: Date | null
  reason: string | null
  dryRun: boolean
}

export function readOptions(args: string[], now: Date): Options {
  const { url, since, reason, ...rest } = parse(args)
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success) {
    throw new UsageError(`Expected --url to be an http address, got "${url}"`)
  }
  return {
    url: url.replace(/\/+$/, ''),
    since: since === undefined ? null : toSince(since, now),
    reason: reason ?? null,
    dryRun: rest['dry-run'],
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        url: { type: 'string', default: 'http://localhost:8080' },
        since: { type: 'string' },
        reason: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function toSince(text: string, now: Date): Date {
  const [, count, unit = ''] = text.match(/^(\d{1,6})([smhd])$/) ?? []
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (unitMs[unit] ?? 0))
  const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text)
  if (time.success) return new Date(time.data)
  throw new UsageError(`Expected --since to be like 2h or 2026-11-21T08:00:00Z, got "${text}"`)
}
