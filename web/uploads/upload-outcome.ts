import type { Accepted } from '../../functions/shared/http/api.ts'
import { toApiProblem } from '../api/api-problem.ts'

export interface UploadResponse {
  /** 0: no response. */
  status: number
  body: string
  retryAfter: string | null
}

export type UploadOutcome =
  | { kind: 'accepted'; accepted: Accepted }
  | { kind: 'refused'; detail: string; code: string }
  | { kind: 'retry'; delayMs: number; reason: 'busy' | 'no-response' }

const maxFailures = 5

/**
 * Decides the outcome of an upload attempt. No response, 408, 429, 502, 503 and 504 are retried for as long as the
 * page is open; 409 and other errors of the server up to `maxFailures` times.
 */
export function decideOutcome(
  response: UploadResponse,
  { attempts, nowMs }: { attempts: number; nowMs: number },
): UploadOutcome {
  const { status, body, retryAfter } = response
  if (status === 0 || status === 408) {
    return { kind: 'retry', delayMs: nextDelay(attempts), reason: 'no-response' }
  }
  if (status === 200 || status === 202) return readAccepted(body)
  const isBusy = [429, 502, 503, 504].includes(status)
  const isRetried = (status === 409 || status >= 500) && attempts < maxFailures
  if (isBusy || isRetried) {
    return {
      kind: 'retry',
      delayMs: readRetryAfter(retryAfter, nowMs) ?? nextDelay(attempts),
      reason: 'busy',
    }
  }
  const { message: detail, code } = toApiProblem(status, body)
  return { kind: 'refused', detail, code }
}

/** 1 s, 2 s, 4 s, and so on up to 30 s. */
export function nextDelay(attempts: number): number {
  return Math.min(30_000, 1_000 * 2 ** attempts)
}

/** Seconds or a date: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function readRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 1_000), 600_000)
}

function readAccepted(body: string): UploadOutcome {
  try {
    return { kind: 'accepted', accepted: JSON.parse(body) }
  } catch {
    return { kind: 'refused', detail: 'The server sent an unexpected response', code: 'http' }
  }
}
