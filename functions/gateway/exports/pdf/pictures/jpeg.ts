import { isFrame, jpegSegments, markers } from '../../../../shared/pictures/jpeg-segments.ts'

/** What a PDF says about a JPEG. */
export interface JpegFrame {
  components: 1 | 3 | 4
  /** Whether Adobe's marker is there: then the four colours are stored inverted. */
  isAdobe: boolean
}

/** Baseline, extended and progressive, each with Huffman codes. */
const allowedFrames = [0xc0, 0xc1, 0xc2]

/**
 * Frame of a JPEG that a PDF can hold as it is; null for others, as with 12 bits or arithmetic codes. ITU-T T.81,
 * B.2.2:
 *
 *     data of a frame: bits of a sample (1 byte), height (2), width (2), number of components (1)
 */
export function jpegFrame(image: Uint8Array): JpegFrame | null {
  if (image[0] !== 0xff || image[1] !== markers.startOfImage) return null
  let isAdobe = false
  let components: number | undefined
  for (const { code, data, followsData } of jpegSegments(image)) {
    if (followsData || code === markers.startOfScan) {
      return components === 1 || components === 3 || components === 4
        ? { components, isAdobe }
        : null
    }
    if (code === markers.adobe) isAdobe ||= Buffer.from(data).toString('latin1', 0, 5) === 'Adobe'
    if (!isFrame(code)) continue
    if (!allowedFrames.includes(code) || data[0] !== 8) return null
    components = data[5]
  }
  return null
}

export function jpegEntries({ components, isAdobe }: JpegFrame): string {
  const space = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[components]
  const inverted = components === 4 && isAdobe ? '/Decode[1 0 1 0 1 0 1 0]' : ''
  return `/ColorSpace/${space}/BitsPerComponent 8/Filter/DCTDecode${inverted}`
}
