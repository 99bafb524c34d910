import type { Pdfium } from './pdfium.ts'

type Callback = (...parameters: number[]) => number

/**
 * PDFium's table of functions does not grow; its first slot is empty, because its address is that of a null pointer. So
 * there is one callback at a time: a document that is read by one cannot be saved by another.
 */
const freeSlot = 0

/** Makes PDFium call a function of `count` parameters; returns its address. */
export function setCallback(pdfium: Pdfium, count: number, callback: Callback): number {
  const module = new WebAssembly.Module(trampoline(count))
  const { exports } = new WebAssembly.Instance(module, { e: { f: callback } })
  pdfium.wasmExports.__indirect_function_table.set(freeSlot, exports.f)
  return freeSlot
}

/**
 * Module that exports the function that it imports, as C code calls functions of WebAssembly only; for two parameters:
 *
 *     (import "e" "f" (func (param i32 i32) (result i32)))  (export "f" (func 0))
 */
function trampoline(count: number): Uint8Array<ArrayBuffer> {
  const i32 = 0x7f
  const parameters = Array(count).fill(i32)
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 5 + count, 0x01, 0x60, count, ...parameters, 0x01, i32],
    ...[0x02, 0x07, 0x01, 0x01, 0x65, 0x01, 0x66, 0x00, 0x00],
    ...[0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00],
  )
}
