/** Statuses of a receiver of events that are retried: Knative's list, so that cluster and local runtime agree. */
export function isRetryable(status: number): boolean {
  return status >= 500 || [404, 408, 409, 429].includes(status)
}
