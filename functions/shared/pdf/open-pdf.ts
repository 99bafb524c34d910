import type { PagePixels, PageText } from './protocol.ts'
import { type ReadBytes, startProcess } from './start-process.ts'

export interface PdfSource {
  /** Called for the parts of the document that are needed, also after it is open, and for each at most once. */
  read: ReadBytes
  /** Length in bytes. */
  length: number
  /** Reads the document into memory: required for `append` and `save`. */
  isWhole?: boolean
  /** Sum of the lengths of the documents that will be appended. */
  appendedLength?: number
  password?: string | undefined
  /** Limit of one answer: broken and malicious documents take for ever. */
  answerMs?: number
  /** Limit of all answers together. */
  totalMs?: number
  /** Ends the process when it aborts. */
  signal?: AbortSignal
}

/** A document opened by a process of its own, which ends with `close`, with this process, and after some errors. */
export interface PdfDocument {
  pageCount: number
  /** Whether it has a password, possibly an empty one. */
  isEncrypted: boolean
  /**
   * Appends the pages of another document, which has no password, for `save`, with their fields and annotations as
   * content. Throws what `render` throws, also if a page would not be the same.
   */
  append(document: Pick<PdfSource, 'read' | 'length'>): Promise<void>
  /** Bytes of the document without encryption, at most `maxBytes`. Throws what `render` throws. */
  save(maxBytes: number): Promise<Uint8Array>
  /** Size of each page at which it is recognized. Throws what `render` throws. */
  sizes(): Promise<PagePixels[]>
  /** Text that a page contains, by number from 1, within 5 s. Throws what `render` throws. */
  text(page: number): Promise<PageText>
  /**
   * Renders a page, by number from 1, at most `maxWidth` px wide. Throws PdfError, another error if the process is
   * killed from outside, and rejects like `read`, after which the document is closed.
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

/** Opens a PDF. Throws PdfError, UnavailableError if no process can be started, and rejects like `read`. */
export async function openPdf(source: PdfSource): Promise<PdfDocument> {
  const { read, length, isWhole = false, appendedLength = 0, answerMs = 30_000, signal } = source
  const { totalMs = Number.POSITIVE_INFINITY } = source
  signal?.throwIfAborted()
  // A document is in memory beside its pages that were appended.
  const maxBytes = workingBytes + length + 2 * appendedLength
  const process = startProcess({ maxBytes, answerMs, totalMs })
  signal?.addEventListener('abort', process.kill, { once: true })
  try {
    const { password } = source
    const request = { kind: 'open', length, isWhole, ...(password && { password }) } as const
    const { answer } = await process.ask(request, read)
    if (answer.kind !== 'opened') throw new Error(`Expected an opened PDF, got ${answer.kind}`)
    const { pageCount, isEncrypted } = answer
    return {
      ...{ pageCount, isEncrypted, isOpen: process.isRunning, close: process.kill },
      async append({ read, length }) {
        const { answer } = await process.ask({ kind: 'append', length }, read)
        if (answer.kind !== 'appended') throw new Error(`Expected appended, got ${answer.kind}`)
      },
      async save(maxBytes) {
        const { answer, payload } = await process.ask({ kind: 'save', maxBytes }, read)
        if (answer.kind !== 'document') throw new Error(`Expected a document, got ${answer.kind}`)
        return payload
      },
      async sizes() {
        const { answer } = await process.ask({ kind: 'sizes' }, read)
        if (answer.kind !== 'sizes') throw new Error(`Expected sizes, got ${answer.kind}`)
        return answer.sizes
      },
      async text(page) {
        const { answer, payload } = await process.ask({ kind: 'text', page }, read, textMs)
        if (answer.kind !== 'text') throw new Error(`Expected text, got ${answer.kind}`)
        return JSON.parse(payload.toString())
      },
      async render(page, maxWidth = Number.MAX_SAFE_INTEGER) {
        const { answer, payload } = await process.ask({ kind: 'render', page, maxWidth }, read)
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
