import type { Metadata } from 'sharp'
import { safeSharp } from '../safe-sharp.ts'

/**
 * Sizes of the second header, by which its versions are told:
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-header-types
 */
const headerSizes = [12, 16, 40, 52, 56, 64, 108, 124]
const coreSize = 12
const headerBytes = 26

/** Whether the first bytes are those of a BMP. */
export function isBmp(image: Uint8Array): boolean {
  if (image.byteLength < headerBytes) return false
  const head = Buffer.from(image.subarray(0, headerBytes))
  return head.toString('latin1', 0, 2) === 'BM' && headerSizes.includes(head.readUInt32LE(14))
}

/** Header of a BMP, as sharp describes one of decoded pixels; rows from the top have a negative height. */
export async function bmpHeader(image: Uint8Array): Promise<Metadata> {
  const head = Buffer.from(image.subarray(0, headerBytes))
  const isCore = head.readUInt32LE(14) === coreSize
  const width = isCore ? head.readUInt16LE(18) : head.readInt32LE(18)
  const height = Math.abs(isCore ? head.readUInt16LE(20) : head.readInt32LE(22))
  if (width <= 0 || height === 0) throw new Error('Expected a picture of at least one pixel')
  const raw = { width: 1, height: 1, channels: 4 } as const
  const pixel = await safeSharp(Buffer.alloc(4), { raw }).metadata()
  return { ...pixel, width, height, autoOrient: { width, height } }
}
