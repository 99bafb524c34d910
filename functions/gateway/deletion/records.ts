import { toAuthorization } from '../../shared/internal-token.ts'

/** Deletes a document's records from the log; resolves once it keeps none. */
export type DeleteRecords = (documentId: string) => Promise<void>

/** Asks the runtime at RECORDS_URL. Where that is unset they end by retention, and there is nothing to do. */
export function createDeleteRecords(
  url: string | undefined,
  token?: string,
  timeoutMs = 5000,
): DeleteRecords {
  if (url === undefined) return async () => {}
  return async (documentId) => {
    const address = new URL(url)
    // Keys are subjects: `<documentId>/<page>`.
    address.searchParams.set('keyPrefix', `${documentId}/`)
    const signal = AbortSignal.timeout(timeoutMs)
    const headers = toAuthorization(token)
    const response = await fetch(address, { method: 'DELETE', headers, signal })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`RECORDS_URL answered ${response.status}`)
  }
}
