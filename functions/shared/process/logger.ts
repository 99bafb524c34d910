import { pino } from 'pino'

export type Logger = pino.Logger

/**
 * One JSON line a message, on standard error: a fixed sentence and fields, ids only.
 * No text that was read and no file name ever gets here.
 */
export function createLogger(name: string, level: string): Logger {
  return pino(
    { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  )
}
