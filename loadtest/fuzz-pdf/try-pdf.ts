import { readFileSync } from 'node:fs'
import { openPdf, type PdfDocument } from '../../functions/shared/pdf/open-pdf.ts'
import { sourceOf } from '../../functions/shared/pdf/pdf.fixture.ts'
import { PdfError } from '../../functions/shared/pdf/protocol.ts'

export interface Outcome {
  /** `rendered`, a fault, or another error. */
  how: string
  isExpected: boolean
  ms: number
  /** Peak of the process of PDFium; 0 where the system does not report it. */
  peakBytes: number
}

/** Pages of a document that are read: its first ones, and its last one. */
const maxFirst = 2

/** Opens a document, renders some of its pages and finds their text, like the gateway and ocr. */
export async function tryPdf(document: Uint8Array, maxPages: number): Promise<Outcome> {
  const started = performance.now()
  let peakBytes = 0
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, ...childrenOf(process.pid).map(peakOf))
  }, 10)
  const faults = new Set<string>()
  let isExpected = true
  const note = (error: unknown) => {
    isExpected &&= error instanceof PdfError
    faults.add(error instanceof PdfError ? error.fault : String(error))
  }
  let pdf: PdfDocument | undefined
  try {
    pdf = await openPdf(sourceOf(document))
    const { pageCount } = pdf
    if (pageCount > maxPages) faults.add('too many pages')
    else {
      await pdf.sizes()
      const pages = new Set([...Array(Math.min(maxFirst, pageCount)).keys(), pageCount - 1])
      for (const page of pages) {
        if (page < 0) continue
        // A page that is not rendered is not asked for its text: a fault may end the process.
        await pdf
          .render(page + 1)
          .then(() => pdf?.text(page + 1))
          .catch(note)
        if (!pdf.isOpen()) break
      }
    }
  } catch (error) {
    note(error)
  }
  clearInterval(watch)
  pdf?.close()
  const how = faults.size === 0 ? 'rendered' : [...faults].join(', ')
  return { how, isExpected, ms: performance.now() - started, peakBytes }
}

function childrenOf(pid: number): number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean).map(Number)
}

function peakOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) * 1024
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
