import { Problem } from '../../../../shared/http/problem.ts'
import type { OriginalPdf } from './open-updatable.ts'

/** An original that is never written anew, in pieces as a store reads them. */
export function originalOf(pdf: Buffer): OriginalPdf {
  const piece = 1000
  return {
    bytes: pdf.length,
    async *read(from = 0, to = pdf.length) {
      for (let at = from; at < to; at += piece) yield pdf.subarray(at, Math.min(at + piece, to))
    },
    rewrite: async () => {
      throw new Problem(409, 'unsupported-pdf', 'Expected a PDF that is not broken')
    },
  }
}
