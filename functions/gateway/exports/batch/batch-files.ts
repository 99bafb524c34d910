import { Problem } from '../../../shared/http/problem.ts'
import type { Logger } from '../../../shared/process/logger.ts'
import type { StoredDocument } from '../../../shared/store/values/stored.ts'
import { explainStoreError } from '../../http/store-problems.ts'
import type { ExportDeps } from '../export-routes.ts'
import { toExported } from '../exported.ts'
import { fileNameOf } from '../file-name-of.ts'
import { type FormatName, formats } from '../formats.ts'
import { inChunks } from '../in-chunks.ts'
import { isUnread } from '../readiness.ts'
import { createUniqueNames } from './unique-names.ts'

/** A document that is asked for; it may be deleted by now. */
export type Listed = Pick<StoredDocument, 'id' | 'filename'>

interface BatchFile {
  name: string
  lastModified: Date
  input: AsyncIterable<Uint8Array> | string
}

const contentsName = 'documents.json'
/** Problems of one document, which do not end the others. */
const ownProblems = ['damaged', 'too-many-exports', 'unknown-document', 'unsupported-pdf']

/**
 * Files of a batch: each document in the format, and a list of all documents that names the file of each, or null if it
 * has none: it was deleted, has not been read yet, or cannot be written in this format, at all or at present. Pictures
 * are opened until `gone` is aborted.
 */
export async function* batchFiles(
  { store, openOriginals, logger }: ExportDeps,
  documents: AsyncIterable<Listed> | Iterable<Listed>,
  { format: name, gone }: { format: FormatName; gone: AbortSignal },
): AsyncGenerator<BatchFile> {
  const format = formats[name]
  const uniqueName = createUniqueNames()
  uniqueName(contentsName)
  const contents: object[] = []
  let lastModified = new Date(0)
  for await (const listed of documents) {
    const { id } = listed
    // Those before it may have taken long.
    const document = await store.document(id)
    const { filename, status } = document ?? { ...listed, status: 'deleted' }
    const about = { id, filename, status }
    if (document === null || isUnread(document)) {
      contents.push({ ...about, file: null })
      continue
    }
    const chunks = inChunks(format.write(toExported(store, document), openOriginals(id, gone)))
    try {
      const input = await begun(chunks, logger)
      const file = input && uniqueName(fileNameOf(document, format))
      contents.push({ ...about, file })
      if (input === null || file === null) continue
      lastModified = document.finishedAt ?? document.createdAt
      yield { name: file, lastModified, input }
    } finally {
      await chunks.return(undefined)
    }
  }
  yield { name: contentsName, lastModified, input: `${JSON.stringify(contents, null, 2)}\n` }
}

/** The same chunks, of which the first has been made; null if the document cannot be written. */
async function begun(
  chunks: AsyncIterator<Uint8Array>,
  logger: Logger,
): Promise<AsyncIterable<Uint8Array> | null> {
  const first = await chunks.next().catch((error) => {
    const problem = explainStoreError(error, logger)
    if (problem instanceof Problem && ownProblems.includes(problem.code)) return null
    throw error
  })
  if (first === null) return null
  return (async function* () {
    for (let chunk = first; !chunk.done; chunk = await chunks.next()) yield chunk.value
  })()
}
