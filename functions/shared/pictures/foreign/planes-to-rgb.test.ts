import { expect, test } from 'vitest'
import { type Coding, codingOf, planesToRgb } from './planes-to-rgb.ts'

/** ITU-T H.273, equations of matrix coefficients 6 and 1. */
const cameras: Coding = { kr: 0.299, kb: 0.114, isFullRange: true }
const television: Coding = { kr: 0.2126, kb: 0.0722, isFullRange: false }

test.each<[string, Coding, number[], number[]]>([
  ['white', cameras, [255, 128, 128], [255, 255, 255]],
  ['red', cameras, [76, 85, 255], [254, 0, 0]],
  ['blue', cameras, [29, 255, 107], [0, 0, 254]],
  ['black of television', television, [16, 128, 128], [0, 0, 0]],
  ['white of television', television, [235, 128, 128], [255, 255, 255]],
  ['red of television', television, [63, 102, 240], [255, 1, 0]],
])('%s', (_, coding, [luma = 0, blue = 0, red = 0], expected) => {
  const planes = {
    y: { data: Uint8Array.of(luma), stride: 1 },
    cb: { data: Uint8Array.of(blue), stride: 1 },
    cr: { data: Uint8Array.of(red), stride: 1 },
  }

  const rgb = planesToRgb(planes, { width: 1, height: 1 }, coding)

  for (const [index, level] of expected.entries()) {
    expect(Math.abs((rgb[index] ?? Number.NaN) - level)).toBeLessThanOrEqual(1)
  }
})

test('chroma is that of the square of four, and the ends of rows are left out', () => {
  const grey = { data: Uint8Array.of(128, 128, 9, 128, 128, 9), stride: 3 }
  const y = { data: Uint8Array.of(10, 20, 30, 99, 40, 50, 60, 99), stride: 4 }

  const rgb = planesToRgb({ y, cb: grey, cr: grey }, { width: 3, height: 2 }, cameras)

  expect([...rgb].filter((_, index) => index % 3 === 0)).toEqual([10, 20, 30, 40, 50, 60])
})

test.each<[string, Buffer, Coding]>([
  ['without a colour box', Buffer.from('ftypheic'), cameras],
  ['of a camera', box(6, 0x80), cameras],
  ['of television', box(1, 0), television],
  ['that ends in its colour box', box(1, 0).subarray(0, 14), cameras],
])('the coding of a file %s', (_, file, expected) => {
  expect(codingOf(file)).toEqual(expected)
})

function box(matrix: number, range: number): Buffer {
  return Buffer.concat([Buffer.from('colrnclx'), Buffer.of(0, 1, 0, 13, 0, matrix, range)])
}
