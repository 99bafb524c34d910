import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { Problem } from '../../shared/http/problem.ts'
import { DeadLetterList } from '../../shared/http/system-api.ts'
import type { Store } from '../../shared/store/store.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { queryTime } from '../http/requests/query-time.ts'
import { toDeadLetter } from './responses.ts'

export interface DeadLetterDeps {
  store: Pick<Store, 'deadLetters' | 'deleteDeadLetter'>
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

const deleteDeadLetter = createRoute({
  method: 'delete',
  path: '/v1/dead-letters',
  operationId: 'deleteDeadLetter',
  summary: 'Deletes the dead letter of an event, which is then no longer counted',
  request: {
    query: z.object({
      source: z.string().min(1).meta({ example: '/another/program' }),
      id: z.string().min(1).meta({ example: '17' }),
    }),
  },
  responses: {
    ...problems({ 400: ['invalid-request'], 404: ['unknown-dead-letter'] }),
    204: { description: 'Deleted' },
  },
})

export function deadLetterRoutes({ store }: DeadLetterDeps): OpenAPIHono {
  return createRoutes()
    .openapi(listDeadLetters, async (c) => {
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
    .openapi(deleteDeadLetter, async (c) => {
      if (await store.deleteDeadLetter(c.req.valid('query'))) return c.body(null, 204)
      throw new Problem(
        404,
        'unknown-dead-letter',
        'No dead letter of an event with this source and id',
      )
    })
}
