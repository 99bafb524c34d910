import { pino } from 'pino'
import { logFields } from '../telemetry/spans.ts'

export type Logger = pino.Logger

/**
 * One JSON line per message on standard error: a fixed sentence and fields, ids only, with those of the active span.
 * Recognized text and file names are never logged.
 */
export function createLogger(name: string, level: string): Logger {
  return pino(
    { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime, mixin: logFields },
    pino.destination({ fd: 2, sync: true }),
  )
}
