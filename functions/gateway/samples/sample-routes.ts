import { randomInt, randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { SamplesAccepted } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { limitJsonBody } from '../http/requests/json-body-limit.ts'
import { explainStoreError } from '../http/store-problems.ts'
import type { BackgroundAppend } from '../submission/append/background-append.ts'
import { requireCapacity } from '../submission/capacity.ts'
import { draw } from './draw.ts'
import { type SaveSamplesDeps, saveSamples } from './save-samples.ts'

export interface SampleDeps extends SaveSamplesDeps {
  appendInBackground: BackgroundAppend['add']
}

const maxSeed = 2 ** 32 - 1
const SampleRequest = z.object({
  count: z.int().min(1).max(1000),
  seed: z.int().min(0).max(maxSeed).optional().describe('the same seed draws the same images'),
})

const submitSamples = createRoute({
  method: 'post',
  path: '/v1/samples',
  operationId: 'submitSamples',
  summary: 'Draws sample images, with replacement, and submits each as a document',
  middleware: limitJsonBody(),
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
      415: ['unsupported-media-type', 'unsupported-image'],
      422: ['unreadable-image'],
      503: ['too-many-uploads', 'too-many-queued', 'disk-full', 'stopping'],
    }),
    202: json(
      'All are on disk, and are appended to the log in the background',
      SamplesAccepted,
      examples.samples,
    ),
  },
})

export function sampleRoutes(deps: SampleDeps): OpenAPIHono {
  const { samples, appendInBackground } = deps

  return createRoutes().openapi(submitSamples, async (c) => {
    const { count, seed = randomInt(maxSeed) } = c.req.valid('json')
    const paths = await samples.list()
    const drawn = draw(count, paths.length, seed).map((index) => paths[index] ?? '')
    await requireCapacity(deps, count)
    // All are inspected before the first is submitted.
    for (const path of new Set(drawn)) await samples.inspect(path)

    const batch = randomUUID()
    const { saved, failure } = await saveSamples(deps, { paths: drawn, batch })
    void appendInBackground(
      saved.flatMap(({ id: documentId, pageCount }) =>
        Array.from({ length: pageCount }, (_, index) => ({
          ...{ documentId, page: index + 1, try: 1, claims: 0 },
        })),
      ),
    )
    const documents = saved.map(({ id }) => id)
    if (failure === undefined) return c.json({ batch, documents }, 202)
    const problem = explainStoreError(failure, deps.logger)
    if (!(problem instanceof Problem)) throw problem
    const detail = `${problem.message}; ${documents.length} of ${count} were submitted, as batch ${batch}`
    throw new Problem(problem.status, problem.code, detail, problem.headers)
  })
}
