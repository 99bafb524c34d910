/** What a PDF says about a JPEG. */
export interface JpegFrame {
  components: 1 | 3 | 4
  /** Whether Adobe's marker is there: then the four colours are stored inverted. */
  isAdobe: boolean
}

/** Baseline, extended and progressive, each with Huffman codes. */
const allowedFrames = [0xc0, 0xc1, 0xc2]
const [startOfImage, startOfScan, adobe] = [0xffd8, 0xda, 0xee]
/** Markers of frames are C0 to CF, except those of tables. */
const tables = [0xc4, 0xc8, 0xcc]

/**
 * Frame of a JPEG that a PDF can hold as it is; null for others, as with 12 bits or arithmetic codes. ITU-T T.81, B.1:
 *
 *     FF D8, then segments: FF, marker (1 byte), length (2, with itself), data
 *     data of a frame: bits of a sample (1), height (2), width (2), number of components (1)
 */
export function jpegFrame(image: Uint8Array): JpegFrame | null {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  try {
    if (view.getUint16(0) !== startOfImage) return null
    let isAdobe = false
    let components: number | null = null
    for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
      // A marker may have any number of FF before it.
      while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at += 1
      const marker = view.getUint8(at + 1)
      if (view.getUint8(at) !== 0xff || marker === startOfScan) break
      if (marker === adobe) isAdobe ||= text(image, at + 4, 5) === 'Adobe'
      if (marker < 0xc0 || marker > 0xcf || tables.includes(marker)) continue
      if (!allowedFrames.includes(marker) || view.getUint8(at + 4) !== 8) return null
      components = view.getUint8(at + 9)
    }
    return components === 1 || components === 3 || components === 4 ? { components, isAdobe } : null
  } catch (error) {
    // The file ends within its header.
    if (error instanceof RangeError) return null
    throw error
  }
}

export function jpegEntries({ components, isAdobe }: JpegFrame): string {
  const space = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[components]
  const inverted = components === 4 && isAdobe ? '/Decode[1 0 1 0 1 0 1 0]' : ''
  return `/ColorSpace/${space}/BitsPerComponent 8/Filter/DCTDecode${inverted}`
}

function text(image: Uint8Array, at: number, length: number): string {
  return Buffer.from(image.subarray(at, at + length)).toString('latin1')
}
