import { type PagePixels, type PageText, PdfError, type PdfFault } from '../protocol.ts'
import { createFileAccess, type ReadDocument } from './file-access.ts'
import { flatten } from './flatten.ts'
import type { PageSize } from './page-pixels.ts'
import { pageText } from './page-text.ts'
import type { Pdfium } from './pdfium.ts'
import { saveDecrypted } from './save-decrypted.ts'

/** https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h */
const passwordError = 4
const securityError = 5
const bgr = 2
const flags = { annotations: 0x01, limitedImageCache: 0x200, reversedBytes: 0x10 }
const white = 0xffffffff
/** Null pointer in the place of a range of pages. */
const allPages = 0
const bytesPerPixel = 3

/** Rows from the top; grey, or red, green and blue. */
export interface Rendering {
  /** In PDFium's memory: without copies, this process does not grow from page to page. */
  data: Uint8Array
  channels: 1 | 3
}

/** A document opened by PDFium, in this process. Each call may throw an error of WebAssembly for lack of memory. */
export interface PdfiumDocument {
  pageCount: number
  isEncrypted: boolean
  /** Null for a page that is missing or broken. */
  sizeOf(index: number): PageSize | null
  /**
   * Appends the pages of another document, which `save` saves after those of this one, with their fields and annotations
   * as content. Throws PdfError, also if a page would not be the same.
   */
  append(source: Omit<DocumentSource, 'isWhole'>): void
  /**
   * Parts of a whole document without encryption, at most `maxBytes` in all; pages whose text or rendering was asked for
   * have no fields and annotations any more. Throws PdfError.
   */
  save(maxBytes: number): Buffer[]
  /** Text of a page, in px of `size`. Throws PdfError for a page that is missing or broken. */
  text(index: number, size: PagePixels): PageText
  /** Renders a page and calls `use` with it. Throws PdfError for a page that is missing or broken. */
  render(index: number, size: PagePixels, use: (rendering: Rendering) => void): void
}

export interface DocumentSource {
  /** Length in bytes. */
  length: number
  password: string
  /** Whether all of it is read into PDFium's memory, for `save`; otherwise what is needed, once it is. */
  isWhole: boolean
  read: ReadDocument
}

/** Opens a document. Throws PdfError. */
export function openDocument(pdfium: Pdfium, source: DocumentSource): PdfiumDocument {
  const allocate = (bytes: number) => {
    const pointer = pdfium._malloc(bytes)
    if (pointer === 0) throw new PdfError('memory')
    return pointer
  }
  const memoryAt = (pointer: number, bytes: number) =>
    pdfium.HEAPU8.subarray(pointer, pointer + bytes)

  /** Never freed: PDFium reads a document from its memory, and the process ends with it. */
  function toMemory({ length, read }: Pick<DocumentSource, 'length' | 'read'>): number {
    const file = allocate(length)
    read(memoryAt(file, length), 0)
    return file
  }

  function load({ isWhole, length, password: text, read }: DocumentSource): number {
    const password = Buffer.from(`${text}\0`)
    const passwordPointer = allocate(password.length)
    const file = isWhole ? toMemory({ length, read }) : createFileAccess(pdfium, length, read)
    memoryAt(passwordPointer, password.length).set(password)
    const loaded = isWhole
      ? pdfium._FPDF_LoadMemDocument64(file, length, passwordPointer)
      : pdfium._FPDF_LoadCustomDocument(file, passwordPointer)
    memoryAt(passwordPointer, password.length).fill(0)
    if (loaded === 0) throw new PdfError(faultOf(pdfium._FPDF_GetLastError()))
    return loaded
  }

  const document = load(source)
  const sizePointer = allocate(8)

  function sizeOf(index: number, of = document): PageSize | null {
    if (!pdfium._FPDF_GetPageSizeByIndexF(of, index, sizePointer)) return null
    const { buffer } = pdfium.HEAPU8
    const [width = 0, height = 0] = new Float32Array(buffer, sizePointer, 2)
    return width > 0 && height > 0 ? [width, height] : null
  }

  function loadStored(index: number, of: number): number {
    const page = pdfium._FPDF_LoadPage(of, index)
    if (page === 0) throw new PdfError('broken')
    return page
  }

  function loadPage(index: number, of = document): number {
    const page = loadStored(index, of)
    if (!flatten(pdfium, page)) return page
    pdfium._FPDF_ClosePage(page)
    return loadStored(index, of)
  }

  /** Size of a page and number of its objects, without annotations. */
  function outlineOf(index: number, of: number): string {
    const page = loadPage(index, of)
    const objects = pdfium._FPDFPage_CountObjects(page)
    pdfium._FPDF_ClosePage(page)
    return `${sizeOf(index, of)} ${objects}`
  }

  return {
    pageCount: pdfium._FPDF_GetPageCount(document),
    isEncrypted: pdfium._FPDF_GetSecurityHandlerRevision(document) !== -1,
    save(maxBytes) {
      if (!source.isWhole) throw new Error('Expected a document that was read as a whole')
      return saveDecrypted(pdfium, document, maxBytes)
    },
    sizeOf,
    append(other) {
      const from = load({ ...other, isWhole: true })
      const pages = Array.from({ length: pdfium._FPDF_GetPageCount(from) }, (_, index) => index)
      // Annotations refer to objects that are not imported with their page.
      const outlines = pages.map((index) => outlineOf(index, from))
      const first = pdfium._FPDF_GetPageCount(document)
      const isImported = pdfium._FPDF_ImportPages(document, from, allPages, first)
      // Of a damaged page, PDFium imports what it finds.
      const isSame = (index: number) => outlineOf(first + index, document) === outlines[index]
      if (!isImported || !pages.every(isSame)) throw new PdfError('broken')
    },
    text(index, size) {
      const page = loadPage(index)
      try {
        const [width, height] = sizeOf(index) ?? [1, 1]
        return pageText(pdfium, page, { ...size, points: width * height })
      } finally {
        pdfium._FPDF_ClosePage(page)
      }
    },
    render(index, { width, height }, use) {
      const page = loadPage(index)
      const bytes = width * height * bytesPerPixel
      const pixels = allocate(bytes)
      const bitmap = pdfium._FPDFBitmap_CreateEx(
        ...([width, height, bgr, pixels, width * bytesPerPixel] as const),
      )
      try {
        if (bitmap === 0) throw new PdfError('memory')
        pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white)
        const { annotations, limitedImageCache, reversedBytes } = flags
        pdfium._FPDF_RenderPageBitmap(
          ...([bitmap, page, 0, 0, width, height, 0] as const),
          annotations | limitedImageCache | reversedBytes,
        )
        use(withoutColour(memoryAt(pixels, bytes)))
      } finally {
        pdfium._FPDFBitmap_Destroy(bitmap)
        pdfium._FPDF_ClosePage(page)
        pdfium._free(pixels)
      }
    },
  }
}

function faultOf(error: number): PdfFault {
  return error === passwordError || error === securityError ? 'encrypted' : 'broken'
}

/** A page without colours takes a third of the bytes, and is not searched for letters in each colour. */
function withoutColour(rgb: Uint8Array): Rendering {
  for (let at = 0; at < rgb.length; at += bytesPerPixel) {
    if (rgb[at] !== rgb[at + 1] || rgb[at] !== rgb[at + 2]) return { data: rgb, channels: 3 }
  }
  const grey = rgb.subarray(0, rgb.length / bytesPerPixel)
  for (let pixel = 0; pixel < grey.length; pixel += 1) grey[pixel] = rgb[pixel * bytesPerPixel] ?? 0
  return { data: grey, channels: 1 }
}
