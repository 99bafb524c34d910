/** TIFF of 8 × 8 px with these entries of its directory (tag, type, count, value or offset), and zeros. */
export function tiffOf(entries: number[][], bytes: number): Buffer<ArrayBuffer> {
  const tiff = Buffer.alloc(bytes)
  const start = 80
  tiff.write('II*\0', 'latin1')
  tiff.writeUInt32LE(start, 4)
  tiff.writeUInt16LE(entries.length, start)
  for (const [index, [tag = 0, type = 0, count = 0, value = 0]] of entries.entries()) {
    const at = start + 2 + index * 12
    tiff.writeUInt16LE(tag, at)
    tiff.writeUInt16LE(type, at + 2)
    tiff.writeUInt32LE(count, at + 4)
    tiff.writeUInt32LE(value, at + 8)
  }
  return tiff
}

/** Entries of a picture of 8 × 8 px in one strip of `stripBytes`, which follows the header. */
export function pictureEntries({
  bits,
  compression,
  white,
  stripBytes,
}: {
  bits: number
  compression: number
  white: number
  stripBytes: number
}): number[][] {
  const size = [256, 257].map((tag) => [tag, 3, 1, 8])
  const strips = [
    [273, 4, 1, 8],
    [277, 3, 1, 1],
    [278, 3, 1, 8],
    [279, 4, 1, stripBytes],
  ]
  return [...size, [258, 3, 1, bits], [259, 3, 1, compression], [262, 3, 1, white], ...strips]
}

/** TIFF of a grey picture, with private entries whose values are each nearly the whole file. */
export function tiffOfSharedValues(bytes: number, count: number): Buffer<ArrayBuffer> {
  const shared = Array.from({ length: count }, (_, at) => [40_000 + at, 3, bytes / 2 - 100, 0])
  const grey = { bits: 8, compression: 1, white: 1, stripBytes: 64 }
  return tiffOf([...pictureEntries(grey), ...shared], bytes)
}

interface Samples {
  photometric: number
  extraSamples?: number[]
  bits?: 8 | 32
  /** 1: unsigned, 2: signed, 3: float. */
  format?: number
}

/** TIFF of 8 × 8 px, not compressed, of samples in native byte order, which is little-endian. */
export function tiffOfPixels(
  pixels: Buffer,
  { photometric, extraSamples = [], bits = 8, format = 1 }: Samples,
): Buffer<ArrayBuffer> {
  const samples = (pixels.length * 8) / bits / 64
  // Values of three entries and the pixels, behind the directory.
  const [bitsAt, formatAt, extraAt, pixelsAt] = [300, 320, 340, 360]
  const shorts = (tag: number, values: number[], at: number) => {
    const [first = 0, second = 0] = values
    return [tag, 3, values.length, values.length > 2 ? at : first + second * 65_536]
  }
  const each = (value: number) => Array<number>(samples).fill(value)
  const picture = { bits, compression: 1, white: photometric, stripBytes: pixels.length }
  const changed = new Map([
    [258, shorts(258, each(bits), bitsAt)],
    [273, [273, 4, 1, pixelsAt]],
    [277, [277, 3, 1, samples]],
  ])
  const entries = pictureEntries(picture).map((entry) => changed.get(entry[0] ?? 0) ?? entry)
  if (extraSamples.length > 0) entries.push(shorts(338, extraSamples, extraAt))
  const tiff = tiffOf([...entries, shorts(339, each(format), formatAt)], pixelsAt + pixels.length)
  const list = (values: number[], at: number) => {
    for (const [index, value] of values.entries()) tiff.writeUInt16LE(value, at + index * 2)
  }
  list(each(bits), bitsAt)
  list(each(format), formatAt)
  tiff.set(pixels, pixelsAt)
  return tiff
}
