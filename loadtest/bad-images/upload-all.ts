import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import { Document, ProblemDetails } from '../../functions/shared/http/api.ts'

/** Outcome of one file: rejected at upload, read, or failed, with its code. */
export interface Ending {
  file: string
  how: string
  /** From upload to answer. */
  ms: number
}

/** Uploads each file, at most `maxConcurrent` at a time, and waits for its answer. */
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

/** Uploads one image; resolves with its outcome. */
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
