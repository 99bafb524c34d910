/**
 * Messages between a process that opens a PDF and the process of PDFium: a request is the length of its JSON (4 bytes,
 * little-endian) and the JSON; an answer has `bytes` bytes more. Before it answers, the process may ask for bytes of the
 * document, any number of times.
 */
export type PdfRequest =
  /** Opens a document of `length` bytes, which are read as they are needed, or all of them for `save`. */
  | { kind: 'open'; length: number; isWhole: boolean; password?: string }
  /** Appends the pages of another document, to be saved. */
  | { kind: 'append'; length: number }
  | { kind: 'sizes' }
  /** Renders a page, by number from 1, at most `maxWidth` px wide. */
  | { kind: 'render'; page: number; maxWidth: number }
  /** Finds the text that a page contains, by number from 1. */
  | { kind: 'text'; page: number }
  /** Saves the document without encryption, in at most `maxBytes`. */
  | { kind: 'save'; maxBytes: number }

export type PdfAnswer =
  /** Asks for the bytes of the document from `from` up to `to`, and nothing else, on the process's standard input. */
  | { kind: 'read'; bytes: 0; from: number; to: number }
  | { kind: 'opened'; bytes: 0; pageCount: number; isEncrypted: boolean }
  | { kind: 'appended'; bytes: 0 }
  | { kind: 'sizes'; bytes: 0; sizes: PagePixels[] }
  | ({ kind: 'pixels'; bytes: number; channels: 1 | 3 } & PagePixels)
  /** A PageText as JSON follows. */
  | { kind: 'text'; bytes: number }
  | { kind: 'document'; bytes: number }
  | { kind: 'failed'; bytes: 0; reason: PdfFault }

/** Text that a page contains, in the order of its content. */
export interface PageText {
  lines: PageWord[][]
  /** Number of its characters, without white space. */
  characters: number
  /** How many of them their fonts do not map to characters. */
  unmapped: number
  /** How many are drawn invisibly, as in the text layer of a scan. */
  invisible: number
  /** How many are shown turned by 90° to either side; PDFium gives the lines of such text in any order. */
  sideways: number
  /** Area of the pictures on the page relative to that of the page. */
  pictureShare: number
}

export interface PageWord {
  text: string
  /** Whether it follows the word before it on the line without a space. */
  isJoined?: true
  /** Whether nothing of it is shown, because its font is neither in the document nor one of PDFium's. */
  isUnshown?: true
  /** Left, top, right, bottom in px of the page as it is recognized. */
  box: [number, number, number, number]
}

/** Size of a page as it is shown, in px. */
export interface PagePixels {
  width: number
  height: number
}

/**
 * `memory`: it needs more memory than allowed. `time`: it takes longer than allowed. `size`: it has more bytes than
 * allowed as it is saved.
 */
export type PdfFault = 'encrypted' | 'broken' | 'memory' | 'time' | 'size'

export class PdfError extends Error {
  override name = 'PdfError'
  readonly fault: PdfFault

  constructor(fault: PdfFault) {
    super(`Expected a readable PDF, got one that is ${faults[fault]}`)
    this.fault = fault
  }
}

const faults: Record<PdfFault, string> = {
  encrypted: 'encrypted with another password',
  broken: 'broken',
  memory: 'too large for its memory limit',
  time: 'too complex for its time limit',
  size: 'too large without its encryption',
}

const lengthBytes = 4

/** Length and JSON of a message. */
export function encodeHeader(message: PdfRequest | PdfAnswer): Buffer {
  const json = Buffer.from(JSON.stringify(message))
  const header = Buffer.alloc(lengthBytes + json.length)
  header.writeUInt32LE(json.length)
  json.copy(header, lengthBytes)
  return header
}

/** Reads the header of a message by `read`, which resolves with exactly so many bytes. */
export async function decodeHeader<T extends PdfRequest | PdfAnswer>(
  read: (length: number) => Buffer | Promise<Buffer>,
): Promise<T> {
  const length = (await read(lengthBytes)).readUInt32LE()
  return JSON.parse((await read(length)).toString())
}
