import { randomInt, randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import pLimit from 'p-limit'
import * as z from 'zod'
import { SamplesAccepted } from '../../shared/api.ts'
import type { Settings } from '../../shared/env.ts'
import { Problem } from '../../shared/problem.ts'
import { createRoutes, problems } from '../http/openapi.ts'
import { shortBody } from '../http/short-body.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { requireRoom } from '../submission/room.ts'
import { type SubmitDeps, submit } from '../submission/submit.ts'
import { traceparentOf } from '../submission/traceparent.ts'
import type { ByteBudget } from '../uploads/byte-budget.ts'
import { draw } from './draw.ts'
import type { SampleBase } from './sample-base.ts'

export interface SampleDeps extends SubmitDeps {
  settings: SubmitDeps['settings'] & Pick<Settings, 'OCR_LANGUAGES'>
  samples: SampleBase
  budget: ByteBudget
  /** Aborts when the process is to end: nothing more is submitted then. */
  stopping: AbortSignal
}

const submittedAtOnce = 8
const maxSeed = 2 ** 32 - 1
const SampleRequest = z.object({
  count: z.int().min(1).max(1000),
  seed: z.int().min(0).max(maxSeed).optional().describe('the same seed draws the same pictures'),
})

const submitSamples = createRoute({
  method: 'post',
  path: '/v1/samples',
  summary: 'Draws pictures from the sample base, with replacement, and submits each as a document',
  middleware: shortBody,
  request: { body: { required: true, content: { 'application/json': { schema: SampleRequest } } } },
  responses: {
    ...problems({
      400: ['invalid-request'],
      404: ['no-samples'],
      413: ['too-large', 'too-many-pixels'],
      415: ['unsupported-media-type', 'unsupported-encoding', 'unsupported-image', 'multi-page'],
      422: ['unreadable-image'],
      503: [
        'too-many-uploads',
        'too-many-queued',
        'disk-full',
        'log-unavailable',
        'event-refused',
        'stopping',
      ],
    }),
    202: {
      description: 'All of them are on disk and in the log',
      content: { 'application/json': { schema: SamplesAccepted } },
    },
  },
})

export function sampleRoutes(deps: SampleDeps): OpenAPIHono {
  const { samples, budget, settings, stopping } = deps

  const submitSample = async (path: string, batch: string) => {
    const inspected = await samples.inspect(path)
    return budget.hold(async (take) => {
      const { filename, image } = await samples.read(path)
      take(image.byteLength)
      const { id } = await submit(deps, {
        filename,
        batch,
        language: acceptLanguage(undefined, settings.OCR_LANGUAGES),
        pages: [{ ...inspected, image }],
        idempotencyKey: null,
        traceparent: traceparentOf(undefined),
      })
      return id
    })
  }

  return createRoutes().openapi(submitSamples, async (c) => {
    const { count, seed = randomInt(maxSeed) } = c.req.valid('json')
    const paths = await samples.list()
    const drawn = draw(count, paths.length, seed).map((index) => paths[index] ?? '')
    await requireRoom(deps, count)
    // Each is looked at before the first is submitted.
    for (const path of new Set(drawn)) await samples.inspect(path)

    const batch = randomUUID()
    const limit = pLimit(submittedAtOnce)
    let failure: unknown
    const ids = await limit.map(drawn, async (path) => {
      if (stopping.aborted) failure ??= new Problem(503, 'stopping', 'Glyphflow is being stopped')
      if (failure !== undefined) return null
      return submitSample(path, batch).catch((error) => {
        failure ??= error
        return null
      })
    })
    const documents = ids.filter((id) => id !== null)
    if (failure === undefined) return c.json({ batch, documents }, 202)
    if (!(failure instanceof Problem)) throw failure
    const detail = `${failure.message}; ${documents.length} of ${count} were submitted, as batch ${batch}`
    throw new Problem(failure.status, failure.code, detail, failure.headers)
  })
}
