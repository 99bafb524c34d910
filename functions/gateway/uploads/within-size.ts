import { Problem } from '../../shared/http/problem.ts'
import { isPdfFile } from '../submission/image-format.ts'
import type { UploadLimits } from './upload-limits.ts'

/** Bytes that show the kind of a file. */
const headBytes = 1024

/** Passes on the bytes of one file. Throws a 413 problem above the limit of its kind, which its first bytes tell. */
export async function* withinSize(
  chunks: AsyncIterable<Uint8Array>,
  limits: UploadLimits,
): AsyncGenerator<Uint8Array, void> {
  const head: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    if (length < headBytes) head.push(chunk.subarray(0, headBytes - length))
    length += chunk.byteLength
    if (length > limits.MAX_IMAGE_BYTES) requireSmallPdf(Buffer.concat(head), length, limits)
    yield chunk
  }
}

function requireSmallPdf(head: Uint8Array, length: number, limits: UploadLimits): void {
  const { MAX_IMAGE_BYTES: maxImage, MAX_PDF_BYTES: maxPdf } = limits
  const isPdf = isPdfFile(head)
  if (isPdf && length <= maxPdf) return
  const [kind, max] = isPdf ? ['PDFs', maxPdf] : ['images', maxImage]
  throw new Problem(413, 'too-large', `Expected ${kind} of at most ${max} bytes`)
}
