import { Hono } from 'hono'
import { requireToken } from '../../shared/http/internal-token.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import type { Store } from '../../shared/store/store.ts'
import type { Readings } from '../changes/readings.ts'
import { matchesEtag, notModified } from '../http/conditional.ts'
import { toPart } from '../http/range.ts'
import { toBody } from './original-body.ts'

export interface OriginalDeps {
  store: Pick<Store, 'original' | 'submission'>
  /** A fetch of an original marks the start of recognition. */
  readings: Pick<Readings, 'note'>
  /** INTERNAL_TOKEN; null disables these routes. */
  internalToken: string | null
  logger: Logger
}

const pageNumber = /^[1-9][0-9]{0,8}$/

/**
 * Originals for internal services, at the path of an event's `dataref` below ORIGINALS_URL; `page` is the page to be
 * read, and a Range is answered. Not part of the public API: requires INTERNAL_TOKEN and does not accept API_TOKEN.
 */
export function originalRoutes({ store, readings, internalToken, logger }: OriginalDeps): Hono {
  const app = new Hono()
  if (internalToken === null) return app

  app.use('/internal/*', requireToken(internalToken))
  app.get('/internal/documents/:id/originals/:number{[1-9][0-9]{0,8}}', async (c) => {
    const { id, number } = c.req.param()
    const original = await store.original(id, Number(number))
    if (original === null) throw new Problem(410, 'deleted', 'The original does not exist')
    const page = Number(pageNumber.exec(c.req.query('page') ?? number)?.[0] ?? number)
    // An answer was lost, and the delivery is repeated though its page has ended: no change would end this reading.
    const isQueued = (await store.submission(id, page)) !== null
    const etag = `"${original.digest}"`
    if (matchesEtag(c, etag)) {
      if (isQueued) readings.note(id, page)
      return notModified({ etag })
    }
    const { from, to, status, headers } = toPart(c.req.header('range'), original.bytes)
    const body = await toBody(c, original.read(from, to), logger)
    // A range belongs to a page whose reading has begun, perhaps to another one than `page`.
    if (isQueued && c.req.method === 'GET' && status === 200) readings.note(id, page)
    return c.body(body, status, { etag, 'content-type': original.mediaType, ...headers })
  })
  return app
}
