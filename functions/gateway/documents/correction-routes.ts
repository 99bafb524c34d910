import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import { PageWithWords } from '../../shared/http/api.ts'
import { Problem } from '../../shared/http/problem.ts'
import type { Store } from '../../shared/store/store.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, documentId, json, pageNumber, problems } from '../http/openapi/openapi.ts'
import { limitJsonBody } from '../http/requests/json-body-limit.ts'
import { unknownPage } from './page-routes.ts'
import { toPageWithWords } from './responses.ts'

export interface CorrectionDeps {
  store: Pick<Store, 'page' | 'correctWords' | 'restoreRecognized'>
}

/** As large as an event, which has all words of a page. */
const maxBodyBytes = 1024 * 1024
const maxWordLength = 500
/** More words than an event can have. */
const maxWords = 50_000

const params = z.object({ id: documentId, page: pageNumber })

const CorrectionRequest = z.strictObject({
  words: z
    .array(
      z.strictObject({
        index: z
          .int()
          .min(0)
          .max(maxWords)
          .describe('place in `words` of the page, from 0; places stay the same'),
        was: z.string().describe('text of the word as the client has it'),
        text: z
          .string()
          .max(maxWordLength)
          .describe('new text, of several words with spaces; empty to take the word away'),
      }),
    )
    .min(1)
    .max(maxWords)
    .refine((words) => new Set(words.map(({ index }) => index)).size === words.length, {
      error: 'Expected each index once',
    }),
})

const correctPage = createRoute({
  method: 'patch',
  path: '/v1/documents/{id}/pages/{page}/text',
  operationId: 'correctPage',
  summary: 'Corrects words of a page, all or none',
  description:
    'Corrections are kept beside the recognized text, and later results leave them as they are. All other requests ' +
    'answer with the corrected text. A corrected word keeps its box and has confidence 100. A repeated request ' +
    'changes nothing.',
  middleware: limitJsonBody(maxBodyBytes),
  request: {
    params,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: CorrectionRequest,
          example: { words: [{ index: 0, was: 'Harbonr', text: 'Harbour' }] },
        },
      },
    },
  },
  responses: {
    ...problems({
      400: ['invalid-request'],
      404: ['unknown-page'],
      409: ['correction-conflict', 'page-not-done'],
      413: ['too-large'],
      415: ['unsupported-media-type'],
    }),
    200: json('The corrected page', PageWithWords, examples.page),
  },
})

const restorePage = createRoute({
  method: 'delete',
  path: '/v1/documents/{id}/pages/{page}/text',
  operationId: 'restorePage',
  summary: 'Deletes the corrections of a page: its text is the recognized one again',
  request: { params },
  responses: {
    ...problems({ 400: ['invalid-request'], 404: ['unknown-page'] }),
    200: json('The page as recognized', PageWithWords, examples.page),
  },
})

export function correctionRoutes({ store }: CorrectionDeps): OpenAPIHono {
  const find = async (id: string, page: number) => {
    const found = await store.page(id, page)
    if (found === null) throw unknownPage()
    return toPageWithWords(found)
  }

  return createRoutes()
    .openapi(correctPage, async (c) => {
      const { id, page } = c.req.valid('param')
      const corrected = await store.correctWords(id, page, c.req.valid('json').words)
      switch (corrected.outcome) {
        case 'unknown-page':
          throw unknownPage()
        case 'not-done':
          throw new Problem(409, 'page-not-done', 'The page has no text')
        case 'conflict':
          throw new Problem(
            409,
            'correction-conflict',
            `Word ${corrected.index} has another text than \`was\``,
          )
        case 'too-large':
          throw new Problem(413, 'too-large', 'The corrected words of the page are too large')
        case 'corrected':
          return c.json(await find(id, page), 200)
      }
    })
    .openapi(restorePage, async (c) => {
      const { id, page } = c.req.valid('param')
      if (!(await store.restoreRecognized(id, page))) throw unknownPage()
      return c.json(await find(id, page), 200)
    })
}
