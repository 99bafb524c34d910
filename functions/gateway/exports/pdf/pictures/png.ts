import { lengthOf, type Ranges } from './pdf-picture.ts'

const signature = 0x89504e47
const chunksAt = 8
/** Those of libpng have 8 KiB, 4,096 in 32 MiB; each is an object in memory, and a piece of the PDF. */
const maxChunks = 10_000
/** Types of chunks. */
const [data, palettes, transparency, end] = [0x49444154, 0x504c5445, 0x74524e53, 0x49454e44]
const spaces: Record<number, { name: string; colours: number }> = {
  0: { name: '/DeviceGray', colours: 1 },
  2: { name: '/DeviceRGB', colours: 3 },
}
const indexed = 3

export interface PngData {
  entries: string
  /** Places of the compressed pixels in the file. */
  ranges: Ranges
}

/**
 * Pixels of a PNG that a PDF can hold as they are: not interlaced, not transparent, in up to 10,000
 * chunks. Null for others. The predictors of
 * PDF are the filters of PNG: ISO 32000-1, 7.4.4.4, and https://www.w3.org/TR/png-3/#5DataRep
 *
 *     signature (8 bytes), then chunks: length (4), type (4), data, CRC (4)
 *     IHDR: width (4), height (4), bits (1), kind of colours (1), compression (1), filter (1), interlace (1)
 */
export function pngData(image: Uint8Array): PngData | null {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength)
  if (image.byteLength < 33 || view.getUint32(0) !== signature) return null
  const ranges: Ranges = []
  let palette: Uint8Array | null = null
  let chunks = 0
  for (let at = chunksAt; at + 12 <= image.byteLength; ) {
    chunks += 1
    const length = view.getUint32(at)
    const type = view.getUint32(at + 4)
    const [from, to] = [at + 8, at + 8 + length]
    if (to > image.byteLength || type === transparency || chunks > maxChunks) return null
    if (type === data && length > 0) ranges.push({ from, to })
    if (type === palettes) palette = image.subarray(from, to)
    if (type === end) break
    at = to + 4
  }
  const [width, bits, kind, interlace] = [
    view.getUint32(16),
    view.getUint8(24),
    view.getUint8(25),
    view.getUint8(28),
  ]
  const space = kind === indexed ? paletteOf(palette) : spaces[kind]
  if (interlace !== 0 || !space || lengthOf(ranges) === 0) return null
  const parameters = `/Predictor 15/Colors ${space.colours}/BitsPerComponent ${bits}/Columns ${width}`
  return {
    entries:
      `/ColorSpace${space.name}/BitsPerComponent ${bits}` +
      `/Filter/FlateDecode/DecodeParms<<${parameters}>>`,
    ranges,
  }
}

function paletteOf(palette: Uint8Array | null) {
  if (!palette || palette.byteLength < 3) return undefined
  const last = Math.floor(palette.byteLength / 3) - 1
  const colours = Buffer.from(palette.subarray(0, (last + 1) * 3)).toString('hex')
  return { name: `[/Indexed/DeviceRGB ${last}<${colours}>]`, colours: 1 }
}
