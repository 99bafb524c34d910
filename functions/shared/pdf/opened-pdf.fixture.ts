import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import { openPdf, type PdfDocument, type PdfSource, type RenderedPage } from './open-pdf.ts'
import { sourceOf } from './pdf.fixture.ts'

export async function open(
  pdf: Uint8Array,
  options: Pick<PdfSource, 'password' | 'isWhole'> = {},
): Promise<PdfDocument> {
  const document = await openPdf({ ...sourceOf(pdf), ...options })
  onTestFinished(() => document.close())
  return document
}

/** Mean grey level of each quarter: top left, top right, bottom left, bottom right. */
export async function quarters({ data, ...raw }: RenderedPage): Promise<number[]> {
  const grey = sharp(data, { raw })
    .toColourspace('b-w')
    .resize(2, 2, { fit: 'fill', kernel: 'linear' })
  return [...(await grey.raw().toBuffer())]
}
/** A black square in the bottom left quarter. */
export const marked = '0 0 300 300 re f'
export const square: [number, number] = [600, 600]
/** Index of the only dark quarter. */
export const darkest = (levels: number[]) => levels.indexOf(Math.min(...levels))
