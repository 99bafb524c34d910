import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { UnavailableError } from '../errors/unavailable-error.ts'
import {
  decodeHeader,
  encodeHeader,
  type PagePixels,
  type PageText,
  type PdfAnswer,
  PdfError,
  type PdfRequest,
} from './protocol.ts'

const pdfProcess = fileURLToPath(new URL('./pdf-process.ts', import.meta.url))

export interface PdfSource {
  /** Bytes of the document, in order. */
  bytes: AsyncIterable<Uint8Array>
  length: number
  password?: string | undefined
  /** Limit of one answer: broken and malicious documents take for ever. */
  answerMs?: number
  /** Ends the process when it aborts. */
  signal?: AbortSignal
}

/** A document opened by a process of its own, which ends with `close`, with this process, and after some errors. */
export interface PdfDocument {
  pageCount: number
  /** Whether it has a password, possibly an empty one. */
  isEncrypted: boolean
  /** Bytes of the document without encryption, at most `maxBytes`. Throws what `render` throws. */
  decrypt(maxBytes: number): Promise<Uint8Array>
  /** Size of each page at which it is recognized. Throws what `render` throws. */
  sizes(): Promise<PagePixels[]>
  /** Text that a page contains, by number from 1, within 5 s. Throws what `render` throws. */
  text(page: number): Promise<PageText>
  /**
   * Renders a page, by number from 1, at most `maxWidth` px wide. Throws PdfError, and another error if the process is
   * killed from outside.
   */
  render(page: number, maxWidth?: number): Promise<RenderedPage>
  isOpen(): boolean
  close(): void
}

export interface RenderedPage extends PagePixels {
  /** Rows from the top; grey, or red, green and blue. */
  data: Uint8Array
  channels: 1 | 3
}

/** Memory of PDFium besides the document itself. */
const workingBytes = 200 * 1024 * 1024

/** Most take a few ms; without its text, a page is recognized. */
const textMs = 5000

/** Opens a PDF. Throws PdfError, UnavailableError if no process can be started, and rejects like `bytes`. */
export async function openPdf(source: PdfSource): Promise<PdfDocument> {
  const { length, answerMs = 30_000, signal } = source
  signal?.throwIfAborted()
  const process = startProcess({ length, answerMs })
  signal?.addEventListener('abort', process.kill, { once: true })
  try {
    const { password, length: bytes } = source
    const request = { kind: 'open', bytes, ...(password && { password }) } as const
    const { answer } = await process.ask(request, source.bytes)
    if (answer.kind !== 'opened') throw new Error(`Expected an opened PDF, got ${answer.kind}`)
    const { pageCount, isEncrypted } = answer
    return {
      ...{ pageCount, isEncrypted, isOpen: process.isRunning, close: process.kill },
      async decrypt(maxBytes) {
        const request = { kind: 'decrypt', bytes: 0, maxBytes } as const
        const { answer, payload } = await process.ask(request)
        if (answer.kind !== 'document') throw new Error(`Expected a document, got ${answer.kind}`)
        return payload
      },
      async sizes() {
        const { answer } = await process.ask({ kind: 'sizes', bytes: 0 })
        if (answer.kind !== 'sizes') throw new Error(`Expected sizes, got ${answer.kind}`)
        return answer.sizes
      },
      async text(page) {
        const { answer, payload } = await process.ask(
          { kind: 'text', bytes: 0, page },
          nothing(),
          textMs,
        )
        if (answer.kind !== 'text') throw new Error(`Expected text, got ${answer.kind}`)
        return JSON.parse(payload.toString())
      },
      async render(page, maxWidth = Number.MAX_SAFE_INTEGER) {
        const request = { kind: 'render', bytes: 0, page, maxWidth } as const
        const { answer, payload } = await process.ask(request)
        if (answer.kind !== 'pixels') throw new Error(`Expected pixels, got ${answer.kind}`)
        const { channels, width, height } = answer
        return { data: payload, channels, width, height }
      },
    }
  } catch (error) {
    process.kill()
    throw error
  }
}

/** Starts a process of PDFium without environment: it knows no secret. */
function startProcess({ length, answerMs }: { length: number; answerMs: number }) {
  const limit = String(workingBytes + length)
  const child = spawn(process.execPath, ['--max-semi-space-size=2', pdfProcess, limit], {
    env: {},
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  })
  // Without a free descriptor it has no streams, without a free process no id; it says why in its next turn.
  const failed = new Promise((resolve) => child.once('error', resolve))
  if (!child.stdio || child.pid === undefined) {
    throw new UnavailableError('No process of PDFium can be started')
  }
  const [stdin, , , output] = child.stdio
  const read = createReader(output as Readable)
  const oneAtATime = pLimit(1)
  const handles = [child, ...child.stdio.filter((stream) => stream instanceof Socket)]
  let isRunning = true
  let isLate = false
  let endError: Error | null = null
  let rejectRequest: (error: Error) => void = () => {}
  child.once('exit', () => {
    isRunning = false
  })
  // After its last answer was read.
  const closed = new Promise((resolve) => child.once('close', resolve))
  void Promise.race([closed, failed]).then(() => {
    isRunning = false
    endError = isLate ? new PdfError('time') : new Error('The process of PDFium was killed')
    rejectRequest(endError)
  })
  stdin?.on('error', () => {})
  const kill = () => void child.kill('SIGKILL')

  async function exchange(request: PdfRequest, bytes: AsyncIterable<Uint8Array>, limitMs: number) {
    stdin?.write(encodeHeader(request))
    for await (const chunk of bytes) {
      if (!stdin?.write(chunk)) await once(stdin ?? child, 'drain')
    }
    const timer = setTimeout(() => {
      isLate = true
      kill()
    }, limitMs)
    try {
      const answer = await decodeHeader<PdfAnswer>(read)
      if (answer.kind === 'failed') throw new PdfError(answer.reason)
      return { answer, payload: await read(answer.bytes) }
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    kill,
    isRunning: () => isRunning,
    ask: (
      request: PdfRequest,
      bytes: AsyncIterable<Uint8Array> = nothing(),
      limitMs: number = answerMs,
    ) =>
      oneAtATime(async () => {
        if (endError) throw endError
        // Not one promise for all requests: as long as it is pending, it keeps the answer of each race.
        const ended = Promise.withResolvers<never>()
        rejectRequest = ended.reject
        for (const handle of handles) handle.ref()
        try {
          return await Promise.race([exchange(request, bytes, limitMs), ended.promise])
        } finally {
          rejectRequest = () => {}
          // An idle document keeps no process alive.
          for (const handle of handles) handle.unref()
        }
      }),
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void> {}

/** Reads exactly so many bytes, in the order of the calls; never settles after the end of the stream. */
function createReader(stream: Readable) {
  return async (length: number): Promise<Buffer> => {
    const bytes = Buffer.alloc(length)
    for (let at = 0; at < length; ) {
      const chunk: Buffer | null = stream.read(Math.min(length - at, stream.readableLength || 1))
      if (chunk === null) await once(stream, 'readable')
      else at += chunk.copy(bytes, at)
    }
    return bytes
  }
}
