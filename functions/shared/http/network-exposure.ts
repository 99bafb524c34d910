import { isIPv4 } from 'node:net'
import { type Platform, type Settings, SettingsError } from '../settings/env.ts'

type Exposure = Pick<Settings, 'HOST' | 'API_TOKEN' | 'ALLOW_ANONYMOUS'> &
  Partial<Pick<Platform, 'K_SERVICE'>>

/**
 * Throws SettingsError for a HOST that is not loopback, and for any HOST behind Knative's ingress, unless a token is
 * set or ALLOW_ANONYMOUS is on.
 */
export function requireProtection({ HOST, API_TOKEN, ALLOW_ANONYMOUS, K_SERVICE }: Exposure): void {
  if (API_TOKEN !== undefined || ALLOW_ANONYMOUS) return
  if (K_SERVICE !== undefined) {
    throw new SettingsError(
      `Expected API_TOKEN, or ALLOW_ANONYMOUS=1, because Knative exposes Service ${K_SERVICE}`,
    )
  }
  if (isLoopback(HOST)) return
  throw new SettingsError(
    `Expected HOST to be a loopback address (or API_TOKEN, or ALLOW_ANONYMOUS=1), got "${HOST}"`,
  )
}

/** Whether only processes of this machine reach the address. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host === '::1' ||
    host === '[::1]' ||
    (isIPv4(host) && host.startsWith('127.'))
  )
}
