import type { Exported } from './exported.ts'
import type { Originals } from './pdf/originals.ts'
import { toPdf } from './pdf/to-pdf.ts'
import { toAlto } from './text/alto.ts'
import { toHocr } from './text/hocr.ts'
import { toWordsJson } from './text/words-json.ts'

export interface Format {
  /** Content-Type of the file. */
  mediaType: string
  /** Of a file name, without the dot. */
  extension: string
  summary: string
  description: string
  write(exported: Exported, originals: Originals): AsyncIterable<string | Uint8Array>
}

const unread = 'A page without text has none here: the document has the status of each page'

/** Formats of a document's text, by the last segment of their path. */
export const formats = {
  text: {
    mediaType: 'text/plain; charset=utf-8',
    extension: 'txt',
    summary: 'The plain text, pages separated by a form feed',
    description:
      'A page without text is empty, whether queued, failed or blank: the document has the status of each page',
    write: async function* ({ document }) {
      yield document.pages.map(({ text }) => text ?? '').join('\f')
    },
  },
  'words.json': {
    mediaType: 'application/json',
    extension: 'words.json',
    summary: 'The document with the words of all pages and their positions',
    description: unread,
    write: toWordsJson,
  },
  hocr: {
    mediaType: 'text/vnd.hocr+html; charset=utf-8',
    extension: 'hocr',
    summary: 'The words with their positions as hOCR 1.2',
    description: unread,
    write: toHocr,
  },
  alto: {
    mediaType: 'application/alto+xml',
    extension: 'alto.xml',
    summary: 'The words with their positions as ALTO 4.4',
    description: unread,
    write: toAlto,
  },
  pdf: {
    mediaType: 'application/pdf',
    extension: 'pdf',
    summary: 'A searchable PDF: the original images or PDF, with the words invisibly over them',
    description: unread,
    write: toPdf,
  },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof formats

export const formatNames = Object.keys(formats) as FormatName[]
