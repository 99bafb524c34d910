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
