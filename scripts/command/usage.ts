import { type ParseArgsConfig, parseArgs } from 'node:util'
import * as z from 'zod'
import { CommandError } from './command-error.ts'

/** Invalid arguments; the message says what was expected. */
export class UsageError extends CommandError {
  override name = 'UsageError'
}

/** Values of the options, without further arguments; throws UsageError for an unknown option. */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: T,
) {
  return parseArguments({ args, options }).values
}

/** Like `parseArgs`; throws UsageError for arguments that `config` does not allow. */
export function parseArguments<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** Address of Glyphflow without a trailing slash. */
export function toUrl(url: string): string {
  if (!z.url({ protocol: /^https?$/ }).safeParse(url).success) {
    throw new UsageError(`Expected --url to be an http address, got "${url}"`)
  }
  return url.replace(/\/+$/, '')
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Time: `90s`, `30m`, `2h` or `7d` before `now`, or ISO 8601. */
export function toTime(option: string, text: string, now: Date): Date {
  const [, count, unit = ''] = text.match(/^(\d{1,6})([smhd])$/) ?? []
  if (count !== undefined) return new Date(now.getTime() - Number(count) * (unitMs[unit] ?? 0))
  const time = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).safeParse(text)
  if (time.success) return new Date(time.data)
  throw new UsageError(`Expected ${option} to be like 2h or 2026-11-21T08:00:00Z, got "${text}"`)
}
