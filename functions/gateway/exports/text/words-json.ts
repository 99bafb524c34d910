import { toDocument, toPageWithWords } from '../../documents/responses.ts'
import type { Exported } from '../exported.ts'

/** The document as JSON, with the words of each page. */
export async function* toWordsJson({ document, pages }: Exported): AsyncGenerator<string> {
  const head = JSON.stringify({ ...toDocument(document), pages: [] })
  yield head.slice(0, -']}'.length)
  let separator = ''
  for await (const page of pages()) {
    yield `${separator}\n${JSON.stringify(toPageWithWords(page))}`
    separator = ','
  }
  yield '\n]}\n'
}
