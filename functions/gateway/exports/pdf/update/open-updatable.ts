import { Problem } from '../../../../shared/http/problem.ts'
import { pagesOf } from './pages.ts'
import type { PdfFile } from './structure/file-reader.ts'
import { openStructure, type Structure } from './structure/structure.ts'
import { StructureError } from './structure/values.ts'
import { createPlanLayer } from './write-layer.ts'

/** The pages of a document as a PDF. */
export interface OriginalPdf {
  /** The only original of the document; null if it has several. */
  file: PdfFile | null
  /** The same pages as PDFium writes them, with a new table of objects and without encryption. Throws a problem. */
  copy(): Promise<Copy>
}

/** A file that is kept until it is closed. */
export interface Copy extends PdfFile {
  close(): Promise<void>
}

export interface Updatable {
  file: PdfFile
  structure: Structure
  close(): Promise<void>
}

/**
 * A PDF to which text can be added on all its pages, `count`: the only original. It is a copy if there are several
 * originals, or if the only one is encrypted or broken, as readers repair it. Throws a 409 problem if the copy is no
 * better, and rejects like the original.
 */
export async function openUpdatable(original: OriginalPdf, count: number): Promise<Updatable> {
  const { file } = original
  try {
    if (file) return { file, structure: await checked(file, count), close: async () => {} }
  } catch (error) {
    if (!(error instanceof StructureError)) throw error
  }
  const copy = await original.copy()
  try {
    return { file: copy, structure: await checked(copy, count), close: copy.close }
  } catch (error) {
    await copy.close()
    if (!(error instanceof StructureError)) throw error
    throw new Problem(409, 'unsupported-pdf', `No text can be added to this PDF: ${error.message}`)
  }
}

/** The structure of a file; throws StructureError if a page is not found, or nothing can be added to it. */
async function checked(file: PdfFile, count: number): Promise<Structure> {
  const structure = await openStructure(file)
  const planLayer = createPlanLayer(structure, structure.free)
  let found = 0
  for await (const page of pagesOf(structure)) {
    await planLayer(page)
    found += 1
    if (found > count) break
  }
  // With a limit of its own.
  if (found === count) return openStructure(file)
  throw new StructureError(`Expected ${count} pages`)
}
