import { readSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { pagePixels, within } from './pdfium/page-pixels.ts'
import { loadPdfium } from './pdfium/pdfium.ts'
import { openDocument, type PdfiumDocument } from './pdfium/pdfium-document.ts'
import {
  decodeHeader,
  encodeHeader,
  type PdfAnswer,
  PdfError,
  type PdfFault,
  type PdfRequest,
} from './protocol.ts'

/**
 * Process that runs PDFium for ./open-pdf.ts: one document, one request at a time, as in ./protocol.ts. It reads
 * requests from its standard input, writes answers to descriptor 3, and ends with its input. It has no environment, and
 * opens no file or connection.
 */
const [input, output] = [0, 3]
const maxBytes = Number(process.argv[2])

// PDFium blocks this thread for as long as a page takes: another one ends the process with its parent.
new Worker(
  `const parent = process.ppid
   setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000)`,
  { eval: true },
).unref()

class EndOfInput extends Error {}

function readInto(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const length = readSync(input, bytes, at, bytes.length - at, null)
    if (length === 0) throw new EndOfInput()
    at += length
  }
}

/** Reads bytes of the document that is opened or appended, from offset `from`. */
function readDocument(bytes: Uint8Array, from: number): void {
  send({ kind: 'read', bytes: 0, from, to: from + bytes.length })
  readInto(bytes)
}

function readBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  readInto(bytes)
  return bytes
}

function send(answer: PdfAnswer, ...parts: Uint8Array[]): void {
  for (const part of [encodeHeader(answer), ...parts]) {
    for (let at = 0; at < part.length; ) at += writeSync(output, part, at)
  }
}

const pdfium = await loadPdfium(maxBytes)
let document: PdfiumDocument | undefined

/** Rethrows an error that is not the document's: this process dies, and the request may be repeated. */
function faultOf(error: unknown): PdfFault {
  if (error instanceof PdfError) return error.fault
  // PDFium aborts without memory, and a recursion exceeds its stack.
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) return 'memory'
  throw error
}

function opened(): PdfiumDocument {
  if (!document) throw new PdfError('broken')
  return document
}

function answer(request: PdfRequest): void {
  switch (request.kind) {
    case 'open': {
      const { length, isWhole, password = '' } = request
      document = openDocument(pdfium, { length, isWhole, password, read: readDocument })
      const { pageCount, isEncrypted } = document
      send({ kind: 'opened', bytes: 0, pageCount, isEncrypted })
      break
    }
    case 'append': {
      opened().append({ length: request.length, password: '', read: readDocument })
      send({ kind: 'appended', bytes: 0 })
      break
    }
    case 'sizes': {
      const { pageCount, sizeOf } = opened()
      const sizes = Array.from({ length: pageCount }, (_, index) => pagePixels(sizeOf(index)))
      send({ kind: 'sizes', bytes: 0, sizes })
      break
    }
    case 'save': {
      const parts = opened().save(request.maxBytes)
      const bytes = parts.reduce((sum, { length }) => sum + length, 0)
      send({ kind: 'document', bytes }, ...parts)
      break
    }
    case 'text': {
      const index = request.page - 1
      const text = opened().text(index, pagePixels(opened().sizeOf(index)))
      const json = Buffer.from(JSON.stringify(text))
      send({ kind: 'text', bytes: json.length }, json)
      break
    }
    case 'render': {
      const index = request.page - 1
      const size = within(request.maxWidth, pagePixels(opened().sizeOf(index)))
      opened().render(index, size, ({ data, channels }) =>
        send({ kind: 'pixels', bytes: data.length, channels, ...size }, data),
      )
      break
    }
  }
}

try {
  for (;;) {
    const request = await decodeHeader<PdfRequest>(readBytes)
    try {
      answer(request)
    } catch (error) {
      send({ kind: 'failed', bytes: 0, reason: faultOf(error) })
      // After an error of WebAssembly, its memory may be inconsistent.
      if (!(error instanceof PdfError)) break
    }
  }
} catch (error) {
  if (!(error instanceof EndOfInput)) throw error
}
