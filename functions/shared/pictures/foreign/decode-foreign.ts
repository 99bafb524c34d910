import { Worker } from 'node:worker_threads'

export interface ForeignPicture {
  format: 'heic' | 'bmp'
  image: Uint8Array
  /** Limit of the decoder's memory, without the decoded pixels. */
  maxBytes: number
}

/** Pixels of red, green, blue and, if there are 4 channels, alpha, a byte each, rows from the top. */
export interface DecodedForeign {
  data: Uint8Array
  width: number
  height: number
  channels: 3 | 4
}

/** The largest accepted picture takes 160 MB, and a decoder at rest up to 17. */
const maxBytes = 256 * 1024 * 1024

/**
 * Decodes a picture of a format that sharp does not decode, in a thread of its own: of a HEIC its primary picture,
 * turned and cut as it says. Rejects if it cannot be decoded, or takes longer than `timeoutMs`.
 */
export async function decodeForeign(
  format: ForeignPicture['format'],
  image: Uint8Array,
  timeoutMs: number,
): Promise<DecodedForeign> {
  const workerData: ForeignPicture = { format, image, maxBytes }
  const worker = new Worker(new URL('./decoder-thread.ts', import.meta.url), {
    ...{ workerData, stdout: true, stderr: true },
  })
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<DecodedForeign>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('The picture took too long')), timeoutMs)
      worker.once('message', resolve).once('error', reject)
      worker.once('exit', () => reject(new Error('The picture could not be decoded')))
    })
  } finally {
    clearTimeout(timer)
    // Its memory is returned at once.
    await worker.terminate()
  }
}
