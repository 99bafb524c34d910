import type * as z from 'zod'
import { toAuthorization } from '../../shared/http/internal-token.ts'

/** Fetches JSON; throws without a valid response. */
export async function fetchJson<T extends z.ZodType>(
  schema: T,
  url: URL,
  { token, timeoutMs }: { token?: string | undefined; timeoutMs: number },
): Promise<z.infer<T>> {
  const signal = AbortSignal.timeout(timeoutMs)
  const response = await fetch(url, { headers: toAuthorization(token), signal })
  if (!response.ok) throw new Error(`${url.origin} answered ${response.status}`)
  return schema.parse(await response.json())
}
