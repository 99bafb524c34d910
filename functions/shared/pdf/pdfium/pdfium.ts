import { PDFiumModule } from '@hyzyla/pdfium'

/** Functions of PDFium that are used: https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdfview.h */
export interface Pdfium {
  readonly HEAPU8: Uint8Array
  readonly wasmExports: { readonly __indirect_function_table: WebAssembly.Table }
  _FPDF_InitLibrary(): void
  _malloc(bytes: number): number
  _free(pointer: number): void
  _FPDF_LoadMemDocument64(pointer: number, bytes: number, password: number): number
  _FPDF_LoadCustomDocument(access: number, password: number): number
  _FPDF_ImportPages(to: number, from: number, range: number, index: number): number
  _FPDF_GetLastError(): number
  _FPDF_GetSecurityHandlerRevision(document: number): number
  _FPDF_SaveAsCopy(document: number, writer: number, flags: number): number
  _FPDF_GetPageCount(document: number): number
  _FPDF_GetPageSizeByIndexF(document: number, index: number, size: number): number
  _FPDF_LoadPage(document: number, index: number): number
  _FPDF_ClosePage(page: number): void
  _FPDF_GetPageBoundingBox(page: number, box: number): number
  _FPDFPage_SetMediaBox(page: number, ...box: Box): void
  _FPDFPage_SetCropBox(page: number, ...box: Box): void
  _FPDFPage_GetRotation(page: number): number
  _FPDFPage_GetAnnotCount(page: number): number
  _FPDFPage_Flatten(page: number, usage: number): number
  _FPDF_PageToDevice(
    page: number,
    ...rest: [...area: Area, rotation: number, x: number, y: number, toX: number, toY: number]
  ): number
  _FPDFText_LoadPage(page: number): number
  _FPDFText_ClosePage(text: number): void
  _FPDFText_CountChars(text: number): number
  _FPDFText_GetUnicode(text: number, index: number): number
  _FPDFText_HasUnicodeMapError(text: number, index: number): number
  _FPDFText_GetCharAngle(text: number, index: number): number
  _FPDFText_GetTextObject(text: number, index: number): number
  _FPDFText_GetCharBox(
    text: number,
    index: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number
  _FPDFTextObj_GetTextRenderMode(object: number): number
  _FPDFTextObj_GetFont(object: number): number
  _FPDFFont_GetIsEmbedded(font: number): number
  _FPDFPage_CountObjects(page: number): number
  _FPDFPage_GetObject(page: number, index: number): number
  _FPDFPageObj_GetType(object: number): number
  _FPDFPageObj_GetBounds(object: number, ...box: Box): number
  _FPDFFormObj_CountObjects(form: number): number
  _FPDFFormObj_GetObject(form: number, index: number): number
  _FPDFBitmap_CreateEx(
    width: number,
    height: number,
    format: number,
    pointer: number,
    stride: number,
  ): number
  _FPDFBitmap_FillRect(bitmap: number, ...rest: [...area: Area, colour: number]): void
  _FPDFBitmap_Destroy(bitmap: number): void
  _FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    ...rest: [...area: Area, rotation: number, flags: number]
  ): void
}

type Box = [left: number, bottom: number, right: number, top: number]
type Area = [left: number, top: number, width: number, height: number]

const wasmPageBytes = 65_536

/** Loads PDFium into this process, whose WebAssembly then takes at most `maxBytes` of memory. */
export async function loadPdfium(maxBytes: number): Promise<Pdfium> {
  const { grow } = WebAssembly.Memory.prototype
  WebAssembly.Memory.prototype.grow = function (this: WebAssembly.Memory, pages: number) {
    // PDFium handles a failed allocation, or aborts.
    if (this.buffer.byteLength + pages * wasmPageBytes > maxBytes) throw new RangeError('No memory')
    return grow.call(this, pages)
  }
  // Its types lack most functions.
  const pdfium: unknown = await PDFiumModule({})
  const loaded = pdfium as Pdfium
  loaded._FPDF_InitLibrary()
  return loaded
}
