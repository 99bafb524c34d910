import { isIPv4 } from 'node:net'
import { type Settings, SettingsError } from '../settings/env.ts'

/** Throws SettingsError for a HOST that is not loopback, unless a token is set or ALLOW_ANONYMOUS is on. */
export function requireProtection({
  HOST,
  API_TOKEN,
  ALLOW_ANONYMOUS,
}: Pick<Settings, 'HOST' | 'API_TOKEN' | 'ALLOW_ANONYMOUS'>): void {
  if (isLoopback(HOST) || API_TOKEN !== undefined || ALLOW_ANONYMOUS) return
  throw new SettingsError(
    `Expected HOST to be a loopback address (or API_TOKEN, or ALLOW_ANONYMOUS=1), got "${HOST}"`,
  )
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    (isIPv4(host) && host.startsWith('127.'))
  )
}
