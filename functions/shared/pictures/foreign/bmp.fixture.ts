/**
 * BMP of a grey picture, with rows from the bottom, or from the top:
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 */
export function bmpOf(
  grey: Uint8Array,
  { width, height, bits, isTopDown = false }: BmpOptions,
): Buffer {
  const levels = bits === 1 ? [0, 255] : bits === 8 ? Array.from({ length: 256 }, (_, n) => n) : []
  const palette = Buffer.from(levels.flatMap((level) => [level, level, level, 0]))
  const rowBytes = Math.ceil((width * bits) / 32) * 4
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(rowBytes)
    for (let x = 0; x < width; x += 1) {
      const level = grey[y * width + x] ?? 0
      if (bits === 1) row[x >> 3] = (row[x >> 3] ?? 0) | ((level > 127 ? 0x80 : 0) >> (x & 7))
      else if (bits === 8) row[x] = level
      // The fourth byte has no meaning.
      else row.fill(level, (x * bits) / 8, (x * bits) / 8 + 3)
    }
    return row
  })
  const header = Buffer.alloc(54)
  const start = header.length + palette.length
  header.write('BM')
  header.writeUInt32LE(start + rowBytes * height, 2)
  header.writeUInt32LE(start, 10)
  header.writeUInt32LE(40, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(isTopDown ? -height : height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bits, 28)
  header.writeUInt32LE(levels.length, 46)
  return Buffer.concat([header, palette, ...(isTopDown ? rows : rows.reverse())])
}

export interface BmpOptions {
  width: number
  height: number
  bits: 1 | 8 | 24 | 32
  isTopDown?: boolean
}
