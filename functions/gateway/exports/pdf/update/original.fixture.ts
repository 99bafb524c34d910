import { Problem } from '../../../../shared/http/problem.ts'
import type { OriginalPdf } from './open-updatable.ts'
import type { PdfFile } from './structure/file-reader.ts'

/** A PDF in pieces as a store reads it. */
export function fileOf(pdf: Buffer): PdfFile {
  const piece = 1000
  return {
    bytes: pdf.length,
    async *read(from = 0, to = pdf.length) {
      for (let at = from; at < to; at += piece) yield pdf.subarray(at, Math.min(at + piece, to))
    },
  }
}

/** An original that is never copied. */
export function originalOf(pdf: Buffer): OriginalPdf {
  return {
    file: fileOf(pdf),
    copy: async () => {
      throw new Problem(409, 'unsupported-pdf', 'Expected a PDF that is not broken')
    },
  }
}
