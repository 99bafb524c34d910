import type { Context } from 'hono'

/** True if If-None-Match matches `etag`: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
export function matchesEtag(c: Context, etag: string): boolean {
  const known = c.req.header('if-none-match')?.split(',') ?? []
  return known.some((tag) => ['*', etag].includes(tag.trim().replace(/^W\//, '')))
}

export function notModified(headers: Record<string, string>): Response {
  return new Response(null, { status: 304, headers })
}
