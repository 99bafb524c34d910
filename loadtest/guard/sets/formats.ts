import type { FileFormat } from '../../make-samples/file-format.ts'

export const png: FileFormat = { type: 'png' }
export const g4: FileFormat = { type: 'tif', compression: 'ccittfax4' }
export const lzw: FileFormat = { type: 'tif', compression: 'lzw' }
export const jpg = (quality: number): FileFormat => ({ type: 'jpg', quality })
export const webp = (quality: number): FileFormat => ({ type: 'webp', quality })

const cssPixelsPerMm = 96 / 25.4
/** In CSS px. */
export const mm = (length: number) => Math.round(length * cssPixelsPerMm)
