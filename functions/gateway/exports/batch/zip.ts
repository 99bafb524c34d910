import { makeZip } from 'client-zip'
import type { Context } from 'hono'
import * as z from 'zod'
import { type Problem, retryLater } from '../../../shared/http/problem.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { disposition } from '../../http/file-name.ts'
import { bytes } from '../../http/openapi/openapi.ts'
import { toBody } from '../../originals/original-body.ts'
import type { ExportDeps } from '../export-routes.ts'
import { type FormatName, formatNames } from '../formats.ts'
import { isUnread } from '../readiness.ts'
import { batchFiles, type Listed } from './batch-files.ts'

export const zipFormat = z.enum(formatNames)

/** Describes the response; `order` is that of the files. */
export function zipResponse(order: string) {
  return bytes(
    `One file for each document, ${order}, and last \`documents.json\` with id, filename, status and file of each; ` +
      'file is null if it was deleted or never existed (status is `deleted`), has not been read yet, is damaged, or ' +
      'cannot be written in this format, also because other exports wait for a PDF to be repaired',
    'application/zip',
  )
}

/** Throws `unknown` if there is no document, and a 202 problem if none has been read. */
export async function requireRead(
  documents: AsyncIterable<StoredDocument>,
  unknown: Problem,
): Promise<void> {
  let isKnown = false
  for await (const document of documents) {
    if (!isUnread(document)) return
    isKnown = true
  }
  if (!isKnown) throw unknown
  throw retryLater(1, 'not-read-yet', 'No page of them has been read yet', 202)
}

/** Answers with the ZIP of the documents in a format, streamed. */
export async function answerZip(
  c: Context,
  deps: ExportDeps,
  documents: AsyncIterable<Listed> | Iterable<Listed>,
  { format, name }: { format: FormatName; name: string },
) {
  const options = { format, gone: c.req.raw.signal }
  const zip = zipOf(batchFiles(deps, documents, options))
  return c.body(await toBody(c, zip, deps.logger), 200, {
    'content-type': 'application/zip',
    'content-disposition': disposition(`${name}.zip`, 'attachment'),
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
