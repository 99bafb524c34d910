import { Accepted } from '../../functions/shared/api.ts'
import { drawStubPage } from '../drill/stub/stub-page.ts'

/** Uploads a document of pages that take so many ms each in sleeping-ocr; resolves with its id. */
export async function uploadPages(url: string, pagesMs: number[]): Promise<string> {
  const form = new FormData()
  for (const [index, number] of pagesMs.entries()) {
    const image = drawStubPage({ kind: 'page', number })
    form.append('image', new Blob([image as Uint8Array<ArrayBuffer>]), `${index + 1}.png`)
  }
  const response = await fetch(`${url}/v1/documents`, { method: 'POST', body: form })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return Accepted.parse(await response.json()).id
}
