/** Types of whole numbers. */
const [short, long] = [3, 4]

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

/**
 * Entries of the directory at an offset. Throws RangeError if the directory does not end within the file. TIFF 6.0,
 * section 2: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf
 *
 *     directory: count (2 bytes), entries of 12 bytes, offset of the next one or 0 (4 bytes)
 *     entry: tag (2), type (2), count (4), values of up to 4 bytes or their offset (4)
 */
export function* tiffEntries(tiff: DataView, start: number): Generator<TiffEntry> {
  const isLittle = isLittleEndian(tiff)
  const end = start + 2 + tiff.getUint16(start, isLittle) * 12
  for (let at = start + 2; at < end; at += 12) {
    const type = tiff.getUint16(at + 2, isLittle)
    const count = tiff.getUint32(at + 4, isLittle)
    const valueBytes = count * (typeBytes[type] ?? 0)
    yield {
      ...{ tag: tiff.getUint16(at, isLittle), type, count, valueBytes },
      valuesAt: valueBytes <= 4 ? at + 8 : tiff.getUint32(at + 8, isLittle),
    }
  }
}

/** Values of an entry, the first `max` at most; null if they are not of type short or long. */
export function wholeNumbers(tiff: DataView, entry: TiffEntry, max: number): number[] | null {
  const { type, count, valuesAt } = entry
  if (type !== short && type !== long) return null
  const isLittle = isLittleEndian(tiff)
  return Array.from({ length: Math.min(count, max) }, (_, index) =>
    type === short
      ? tiff.getUint16(valuesAt + index * 2, isLittle)
      : tiff.getUint32(valuesAt + index * 4, isLittle),
  )
}
