/** Bytes of the types of whole numbers: short, long, and the long of BigTIFF. */
const wholeBytes = new Map<number, 2 | 4 | 8>([
  [3, 2],
  [4, 4],
  [16, 8],
])

/** Bytes of a value, by its type; 16 to 18 are of BigTIFF, and libtiff reads them in others, too. */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]

/** Entry of a TIFF's directory. */
export interface TiffEntry {
  tag: number
  type: number
  count: number
  /** Bytes of all values; 0 for an unknown type. */
  valueBytes: number
  /** Offset of the first value in the file. */
  valuesAt: number
}

/** What `read` finds in a file; null if an offset points outside it. */
export function withinFile<T>(file: Uint8Array, read: (view: DataView) => T): T | null {
  try {
    return read(new DataView(file.buffer, file.byteOffset, file.byteLength))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export const isLittleEndian = (tiff: DataView) => tiff.getUint16(0) === 0x4949

/** Bytes of the fields of a TIFF. */
const classic = { directoryCount: 2, entry: 12, offset: 4 } as const
/** Those of a BigTIFF, of version 43. https://libtiff.gitlab.io/libtiff/specification/bigtiff.html */
const big = { directoryCount: 8, entry: 20, offset: 8 } as const

export const fieldBytes = (tiff: DataView) =>
  tiff.getUint16(2, isLittleEndian(tiff)) === 43 ? big : classic

/** Unsigned number in the byte order of the file; inexact above 2^53, where no file has a byte. */
export function unsigned(tiff: DataView, at: number, bytes: 2 | 4 | 8): number {
  const isLittle = isLittleEndian(tiff)
  if (bytes === 2) return tiff.getUint16(at, isLittle)
  return bytes === 4 ? tiff.getUint32(at, isLittle) : Number(tiff.getBigUint64(at, isLittle))
}

/**
 * Entries of the directory at an offset. Throws RangeError if the directory does not end within the file. TIFF 6.0,
 * section 2: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
 *
 *     directory: count (2 bytes), entries of 12 bytes, offset of the next one or 0 (4 bytes)
 *     entry: tag (2), type (2), count (4), values of up to 4 bytes or their offset (4)
 *
 * In a BigTIFF, all but the tag and the type have 8 bytes.
 */
export function* tiffEntries(tiff: DataView, start: number): Generator<TiffEntry> {
  const bytes = fieldBytes(tiff)
  const first = start + bytes.directoryCount
  const end = first + unsigned(tiff, start, bytes.directoryCount) * bytes.entry
  for (let at = first; at < end; at += bytes.entry) {
    const type = unsigned(tiff, at + 2, 2)
    const count = unsigned(tiff, at + 4, bytes.offset)
    const valueBytes = count * (typeBytes[type] ?? 0)
    const inlineAt = at + 4 + bytes.offset
    yield {
      ...{ tag: unsigned(tiff, at, 2), type, count, valueBytes },
      valuesAt: valueBytes <= bytes.offset ? inlineAt : unsigned(tiff, inlineAt, bytes.offset),
    }
  }
}

/** Values of an entry, the first `max` at most; null if they are of another type than short or long. */
export function wholeNumbers(tiff: DataView, entry: TiffEntry, max: number): number[] | null {
  const { type, count, valuesAt } = entry
  const bytes = wholeBytes.get(type)
  if (bytes === undefined) return null
  return Array.from({ length: Math.min(count, max) }, (_, index) =>
    unsigned(tiff, valuesAt + index * bytes, bytes),
  )
}
