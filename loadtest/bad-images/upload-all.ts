import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { Document, ProblemDetails } from '../../functions/shared/http/api.ts'

/** How one file ended: refused at the door, or read, or failed, each with its code. */
export interface Ending {
  file: string
  how: string
  /** From its upload to its answer. */
  ms: number
}

/** Uploads each file, a few at a time, and waits for its one answer. */
export async function uploadAll(
  url: string,
  files: string[],
  maxConcurrent = 4,
): Promise<Ending[]> {
  return pLimit(maxConcurrent).map(files, async (file) => {
    const image = await readFile(file)
    const from = performance.now()
    const how = await uploadBytes(url, image)
    return { file, how, ms: performance.now() - from }
  })
}

/** Uploads one picture; resolves with how it ended. */
export async function uploadBytes(url: string, image: Uint8Array): Promise<string> {
  const response = await fetch(`${url}/v1/documents`, {
    method: 'POST',
    body: new Uint8Array(image),
    headers: { 'content-type': 'image/png', prefer: 'wait=60' },
  })
  if (response.status !== 200) {
    if (response.status === 202) return 'not finished in time'
    const { code } = ProblemDetails.parse(await response.json())
    return `${response.status} ${code}`
  }
  const { pages } = Document.parse(await response.json())
  return pages.map(({ status, error }) => (error ? `${status} ${error.code}` : status)).join(', ')
}
