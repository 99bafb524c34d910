import type { Accepted } from '../../functions/shared/http/api.ts'
import { toApiProblem } from '../api/api-problem.ts'

export interface UploadAnswer {
  /** 0: no answer came. */
  status: number
  body: string
  retryAfter: string | null
}

export type UploadOutcome =
  | { kind: 'accepted'; accepted: Accepted }
  | { kind: 'refused'; detail: string; code: string }
  | { kind: 'again'; inMs: number; why: 'busy' | 'no-answer' }

const maxFailures = 5

/**
 * What an answer means for a file. Silence, 429 and a gateway that is busy or away (502, 503, 504)
 * are tried again for as long as the page is open; 409 and an unexpected error a few times.
 */
export function decideOutcome(
  answer: UploadAnswer,
  { attempts, nowMs }: { attempts: number; nowMs: number },
): UploadOutcome {
  const { status, body, retryAfter } = answer
  if (status === 0 || status === 408) {
    return { kind: 'again', inMs: nextDelay(attempts), why: 'no-answer' }
  }
  if (status === 200 || status === 202) return readAccepted(body)
  const isBusy = [429, 502, 503, 504].includes(status)
  const mayPass = (status === 409 || status >= 500) && attempts < maxFailures
  if (isBusy || mayPass) {
    return {
      kind: 'again',
      inMs: readRetryAfter(retryAfter, nowMs) ?? nextDelay(attempts),
      why: 'busy',
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
    return { kind: 'refused', detail: 'The server answered something unexpected', code: 'http' }
  }
}
