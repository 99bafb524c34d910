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
  type PdfAnswer,
  PdfError,
  type PdfRequest,
} from './protocol.ts'

const pdfProcess = fileURLToPath(new URL('./pdf-process.ts', import.meta.url))

/** Reads the bytes of a document from `from` up to `to`, in order. */
export type ReadBytes = (from: number, to: number) => AsyncIterable<Uint8Array>

export interface ProcessLimits {
  /** Memory of WebAssembly. */
  maxBytes: number
  /** Limit of one answer, and of all together, without the time in which bytes of a document are read. */
  answerMs: number
  totalMs: number
}

/** Starts a process of PDFium without environment: it knows no secret. Throws UnavailableError. */
export function startProcess({ maxBytes, answerMs, totalMs }: ProcessLimits) {
  const limit = String(maxBytes)
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
  const readOutput = createReader(output as Readable)
  const oneAtATime = pLimit(1)
  const handles = [child, ...child.stdio.filter((stream) => stream instanceof Socket)]
  let isRunning = true
  let leftMs = totalMs
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

  /** Resolves with the next answer and how long it took; kills the process after `limitMs`. */
  async function nextAnswer(limitMs: number) {
    const fromMs = performance.now()
    const late = () => {
      isLate = true
      kill()
    }
    const timer = setTimeout(late, Math.min(limitMs, leftMs))
    try {
      const answer = await decodeHeader<PdfAnswer>(readOutput)
      if (answer.kind === 'failed') throw new PdfError(answer.reason)
      const payload = await readOutput(answer.bytes)
      return { answer, payload, tookMs: performance.now() - fromMs }
    } finally {
      clearTimeout(timer)
      leftMs -= performance.now() - fromMs
    }
  }

  /** Without the bytes that it waits for, the process cannot go on. */
  async function write(read: ReadBytes, from: number, to: number) {
    try {
      for await (const chunk of read(from, to)) {
        if (!stdin?.write(chunk)) await once(stdin ?? child, 'drain')
      }
    } catch (error) {
      kill()
      throw error
    }
  }

  async function exchange(request: PdfRequest, read: ReadBytes, limitMs: number) {
    stdin?.write(encodeHeader(request))
    for (let limit = limitMs; ; ) {
      const { answer, payload, tookMs } = await nextAnswer(limit)
      if (answer.kind !== 'read') return { answer, payload }
      limit -= tookMs
      await write(read, answer.from, answer.to)
    }
  }

  return {
    kill,
    isRunning: () => isRunning,
    /** `read` reads the document of the request. */
    ask: (request: PdfRequest, read: ReadBytes, limitMs: number = answerMs) =>
      oneAtATime(async () => {
        if (endError) throw endError
        // Not one promise for all requests: as long as it is pending, it keeps the answer of each race.
        const ended = Promise.withResolvers<never>()
        rejectRequest = ended.reject
        for (const handle of handles) handle.ref()
        try {
          return await Promise.race([exchange(request, read, limitMs), ended.promise])
        } finally {
          rejectRequest = () => {}
          // An idle document keeps no process alive.
          for (const handle of handles) handle.unref()
        }
      }),
  }
}

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
