import { type IncomingMessage, request as requestByHttp } from 'node:http'

export interface RequestOptions {
  method?: 'GET' | 'POST'
  headers: Record<string, string>
  body?: Uint8Array
  /** Aborts the request, and a response that is still being read. */
  signal: AbortSignal
}

/**
 * Sends a request by HTTP or HTTPS. Resolves with the response when its headers have arrived; rejects without one.
 * Redirects are not followed. The caller must read or destroy the response.
 *
 * Not `fetch`, whose first call delays a cold start by 20 ms.
 */
export async function sendRequest(
  url: URL,
  { body, ...options }: RequestOptions,
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? (await import('node:https')).request : requestByHttp
  return new Promise((resolve, reject) => {
    request(url, options).once('response', resolve).on('error', reject).end(body)
  })
}
