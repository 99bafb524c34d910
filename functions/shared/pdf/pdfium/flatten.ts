import type { Pdfium } from './pdfium.ts'

/** https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_flatten.h */
const forDisplay = 0
const flattened = 1
const annotations = 0x01
const bgr = 2

/**
 * Makes the annotations and form fields of an opened page a part of its content: otherwise PDFium shows no form fields,
 * and finds the text of neither. Whether there were any: then the page is to be closed, and opened again.
 */
export function flatten(pdfium: Pdfium, page: number): boolean {
  if (pdfium._FPDFPage_GetAnnotCount(page) <= 0) return false
  const scratch = pdfium._malloc(16)
  try {
    createAppearances(pdfium, page, scratch)
    keepBox(pdfium, page, scratch)
    return pdfium._FPDFPage_Flatten(page, forDisplay) === flattened
  } finally {
    pdfium._free(scratch)
  }
}

/** Rendering creates the appearances that are missing: of marked text, and of fields with `NeedAppearances`. */
function createAppearances(pdfium: Pdfium, page: number, pixel: number): void {
  const bitmap = pdfium._FPDFBitmap_CreateEx(1, 1, bgr, pixel, 4)
  // The page is beside the bitmap: nothing is drawn.
  pdfium._FPDF_RenderPageBitmap(bitmap, page, 2, 2, 1, 1, 0, annotations)
  pdfium._FPDFBitmap_Destroy(bitmap)
}

/** Flattening takes a page whose boxes are inherited for one of letter size. */
function keepBox(pdfium: Pdfium, page: number, pointer: number): void {
  if (!pdfium._FPDF_GetPageBoundingBox(page, pointer)) return
  const box = new Float32Array(pdfium.HEAPU8.buffer, pointer, 4)
  const [left = 0, top = 0, right = 0, bottom = 0] = box
  pdfium._FPDFPage_SetMediaBox(page, left, bottom, right, top)
  pdfium._FPDFPage_SetCropBox(page, left, bottom, right, top)
}
