import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/** Response of the Node server; undefined if a test calls the app without a server. */
export function connectionOf(c: Context) {
  const env: Partial<HttpBindings> | undefined = c.env
  return env?.outgoing
}
