import { randomInt, randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { SamplesAccepted } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Logger } from '../../shared/process/logger.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { shortBody } from '../http/short-body.ts'
import { explainStoreError } from '../http/store-problems.ts'
import type { AppendLater } from '../submission/append/append-later.ts'
import { requireRoom } from '../submission/room.ts'
import { draw } from './draw.ts'
import { type SaveSamplesDeps, saveSamples } from './save-samples.ts'

export interface SampleDeps extends SaveSamplesDeps {
  appendLater: AppendLater['add']
  logger: Logger
}

const maxSeed = 2 ** 32 - 1
const SampleRequest = z.object({
  count: z.int().min(1).max(1000),
  seed: z.int().min(0).max(maxSeed).optional().describe('the same seed draws the same pictures'),
})

const submitSamples = createRoute({
  method: 'post',
  path: '/v1/samples',
  operationId: 'submitSamples',
  summary: 'Draws pictures from the sample base, with replacement, and submits each as a document',
  middleware: shortBody,
  request: {
    body: {
      required: true,
      content: { 'application/json': { schema: SampleRequest, example: { count: 10 } } },
    },
  },
  responses: {
    ...problems({
      400: ['invalid-request'],
      404: ['no-samples'],
      413: ['too-large', 'too-many-pixels'],
      415: ['unsupported-media-type', 'unsupported-image', 'multi-page'],
      422: ['unreadable-image'],
      503: ['too-many-uploads', 'too-many-queued', 'disk-full', 'stopping'],
    }),
    202: json(
      'All of them are on disk. They come into the log from now on, and will be read: the only 202 that does not wait for the log',
      SamplesAccepted,
      examples.samples,
    ),
  },
})

export function sampleRoutes(deps: SampleDeps): OpenAPIHono {
  const { samples, appendLater } = deps

  return createRoutes().openapi(submitSamples, async (c) => {
    const { count, seed = randomInt(maxSeed) } = c.req.valid('json')
    const paths = await samples.list()
    const drawn = draw(count, paths.length, seed).map((index) => paths[index] ?? '')
    await requireRoom(deps, count)
    // Each is looked at before the first is submitted.
    for (const path of new Set(drawn)) await samples.inspect(path)

    const batch = randomUUID()
    const { ids: documents, failure } = await saveSamples(deps, { paths: drawn, batch })
    appendLater(documents.map((documentId) => ({ documentId, page: 1, try: 1, claims: 0 })))
    if (failure === undefined) return c.json({ batch, documents }, 202)
    const problem = explainStoreError(failure, deps.logger)
    if (!(problem instanceof Problem)) throw problem
    const detail = `${problem.message}; ${documents.length} of ${count} were submitted, as batch ${batch}`
    throw new Problem(problem.status, problem.code, detail, problem.headers)
  })
}
