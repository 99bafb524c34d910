import { PageWithWords } from '../../shared/http/api.ts'
import { openGateway } from '../gateway.fixture.ts'

export const json = { 'content-type': 'application/json' }

/** Gateway with a document, whose page has been read as `text`, word by word. */
export async function openRead(text = 'teh harbonr\noffice\n') {
  const gateway = openGateway()
  const id = await gateway.submit()
  const words = text.trim().split(/\s+/)
  await gateway.store.applyResult({
    ...{ documentId: id, page: 1, try: 1, status: 'done' },
    recognition: {
      ...{ text, confidence: 80, width: 40, height: 20, language: 'eng', engine: 'x', model: 'y' },
      words: words.map((word, place) => ({
        ...{ text: word, confidence: 80 },
        box: [place * 10, 1, place * 10 + 9, 12],
      })),
      timings: { decodeMs: 1, recognizeMs: 2 },
    },
  })
  const page = `/v1/documents/${id}/pages/1`
  return {
    ...{ ...gateway, id, page },
    correct: (words: unknown, path = `${page}/text`) =>
      gateway.request(path, { method: 'PATCH', headers: json, body: JSON.stringify({ words }) }),
    restore: (path = `${page}/text`) => gateway.request(path, { method: 'DELETE' }),
    get: async (query = '') =>
      PageWithWords.parse(await (await gateway.request(`${page}${query}`)).json()),
  }
}
