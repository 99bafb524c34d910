import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { makeZip } from 'client-zip'
import * as z from 'zod'
import { Problem } from '../../../shared/http/problem.ts'
import type { Store } from '../../../shared/store/store.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { disposition } from '../../http/file-name.ts'
import { examples } from '../../http/openapi/examples.ts'
import { bytes, createRoutes, problems } from '../../http/openapi/openapi.ts'
import { toBody } from '../../originals/original-body.ts'
import type { ExportDeps } from '../export-routes.ts'
import { type FormatName, formats } from '../formats.ts'
import { isUnread } from '../readiness.ts'
import { batchFiles } from './batch-files.ts'

export interface BatchDeps extends ExportDeps {
  store: ExportDeps['store'] & Pick<Store, 'documents'>
}

/** Documents in memory at once, each with its text. */
const listLength = 10

const getZip = createRoute({
  method: 'get',
  path: '/v1/batches/{batch}/zip',
  operationId: 'getBatchZip',
  summary: 'All documents of a batch in one format, as a ZIP file',
  request: {
    params: z.object({
      batch: z.string().min(1).max(100).meta({ example: examples.samples.batch }),
    }),
    query: z.object({
      format: z.enum(Object.keys(formats) as [FormatName, ...FormatName[]]).default('text'),
    }),
  },
  responses: {
    ...problems({ 400: ['invalid-request'], 404: ['unknown-batch'], 202: ['not-read-yet'] }),
    200: bytes(
      'One file for each document, newest first, and last `documents.json` with id, filename, status and file of each; ' +
        'file is null if it was deleted, has not been read yet, or cannot be written in this format',
      'application/zip',
    ),
  },
})

export function batchRoutes({ store, openOriginals, logger }: BatchDeps): OpenAPIHono {
  async function* documentsOf(batch: string): AsyncGenerator<StoredDocument> {
    let cursor: string | null = null
    do {
      const list = await store.documents({ batch, limit: listLength, ...(cursor && { cursor }) })
      yield* list.documents
      cursor = list.next
    } while (cursor !== null)
  }

  /** Throws a problem unless the batch has a document that has been read. */
  async function requireRead(batch: string): Promise<void> {
    let isKnown = false
    for await (const document of documentsOf(batch)) {
      if (!isUnread(document)) return
      isKnown = true
    }
    if (!isKnown) throw new Problem(404, 'unknown-batch', 'No documents of this batch')
    throw new Problem(202, 'not-read-yet', 'No page of this batch has been read yet', {
      'retry-after': '1',
    })
  }

  return createRoutes().openapi(getZip, async (c) => {
    const { batch } = c.req.valid('param')
    const { format } = c.req.valid('query')
    await requireRead(batch)
    const options = { format, gone: c.req.raw.signal }
    const zip = zipOf(batchFiles({ store, openOriginals }, documentsOf(batch), options))
    return c.body(await toBody(c, zip, logger), 200, {
      'content-type': 'application/zip',
      'content-disposition': disposition(`${batch}.zip`, 'attachment'),
    })
  })
}

/** Ends `files` with the ZIP, whenever that is: client-zip does not. */
async function* zipOf(files: ReturnType<typeof batchFiles>): AsyncGenerator<Uint8Array> {
  try {
    // Cancelled, client-zip rejects.
    yield* makeZip(files).values({ preventCancel: true })
  } finally {
    await files.return(undefined)
  }
}
