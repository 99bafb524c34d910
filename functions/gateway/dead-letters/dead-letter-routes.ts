import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { DeadLetterList } from '../../shared/http/system-api.ts'
import type { Store } from '../../shared/store/store.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { queryTime } from '../http/query-time.ts'
import { toDeadLetter } from './responses.ts'

export interface DeadLetterDeps {
  store: Pick<Store, 'deadLetters'>
}

const listDeadLetters = createRoute({
  method: 'get',
  path: '/v1/dead-letters',
  operationId: 'listDeadLetters',
  summary: 'Events whose delivery was abandoned, newest first',
  request: {
    query: z.object({
      since: queryTime.optional(),
      reason: z.string().max(500).optional().describe('substring of the reason, or the code'),
      redriven: z.enum(['true', 'false']).optional().describe('both if absent'),
      cursor: z.string().max(500).optional().describe('`next` of the previous list'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
  },
  responses: {
    ...problems({ 400: ['invalid-request', 'invalid-cursor'] }),
    200: json('OK', DeadLetterList, examples.deadLetters),
  },
})

export function deadLetterRoutes({ store }: DeadLetterDeps): OpenAPIHono {
  return createRoutes().openapi(listDeadLetters, async (c) => {
    const { since, reason, redriven, cursor, limit } = c.req.valid('query')
    const { deadLetters, next } = await store.deadLetters({
      limit,
      ...(since !== undefined && { since: new Date(since) }),
      ...(reason !== undefined && { reason }),
      ...(redriven !== undefined && { redriven: redriven === 'true' }),
      ...(cursor !== undefined && { cursor }),
    })
    return c.json({ deadLetters: deadLetters.map(toDeadLetter), next }, 200)
  })
}
