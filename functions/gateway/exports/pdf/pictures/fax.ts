import { tiffEntries, wholeNumbers, withinFile } from '../../../../shared/pictures/tiff-entries.ts'
import { tiffPages } from '../../../../shared/pictures/tiff-pages.ts'

/** A strip of a TIFF that is compressed as CCITT Group 4. */
export interface FaxStrip {
  top: number
  height: number
  entries: string
  from: number
  to: number
}

export interface Fax {
  strips: FaxStrip[]
  /** Whether the first pixel is in the lowest bit of a byte; in a PDF it is in the highest. */
  isReversed: boolean
}

/** TIFF 6.0, sections 3, 8 and 11: https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf */
const tags = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  offsets: 273,
  samples: 277,
  rowsPerStrip: 278,
  counts: 279,
  group4Options: 293,
}
const known = new Set<number>(Object.values(tags))
/** Tags with a value for each strip. */
const lists = new Set<number>([tags.offsets, tags.counts])
const group4 = 4
const blackIsZero = 1
const reversed = 2
/** More strips cost more in a PDF than the picture encoded anew. */
const maxStrips = 200

/** A page of a bitonal TIFF, by number from 1, whose strips a PDF can hold as they are; null for others. */
export function faxOf(image: Uint8Array, page = 1): Fax | null {
  return withinFile(image, (view) => {
    const start = tiffPages(image)?.[page - 1]?.start
    if (start === undefined) return null
    const directory = readDirectory(view, start)
    const first = (tag: number, missing: number) => directory.get(tag)?.[0] ?? missing
    const isFax =
      first(tags.compression, 0) === group4 &&
      first(tags.bits, 1) === 1 &&
      first(tags.samples, 1) === 1 &&
      first(tags.photometric, 2) <= blackIsZero &&
      first(tags.group4Options, 0) === 0
    const offsets = directory.get(tags.offsets) ?? []
    const counts = directory.get(tags.counts) ?? []
    if (!isFax || offsets.length !== counts.length || offsets.length > maxStrips) return null
    const [width, height] = [first(tags.width, 0), first(tags.height, 0)]
    const rows = Math.min(first(tags.rowsPerStrip, height), height)
    const black = first(tags.photometric, 0) === blackIsZero ? '/BlackIs1 true' : ''
    const strips = offsets.map((from, index) => {
      const top = index * rows
      const rowCount = Math.min(rows, height - top)
      const parameters = `/K -1/Columns ${width}/Rows ${rowCount}${black}`
      return {
        ...{ top, height: rowCount, from, to: from + (counts[index] ?? 0) },
        entries: `/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<<${parameters}>>`,
      }
    })
    const isWhole = strips.every(
      ({ height, from, to }) => height > 0 && to > from && to <= image.length,
    )
    return isWhole && strips.length > 0
      ? { strips, isReversed: first(tags.fillOrder, 1) === reversed }
      : null
  })
}

/** Values of the known entries that are whole numbers, by tag: no more than `faxOf` needs, whatever their counts. */
function readDirectory(view: DataView, start: number): Map<number, number[]> {
  const values = new Map<number, number[]>()
  for (const entry of tiffEntries(view, start)) {
    // libtiff uses the first of duplicate tags.
    if (!known.has(entry.tag) || values.has(entry.tag)) continue
    const numbers = wholeNumbers(view, entry, lists.has(entry.tag) ? maxStrips + 1 : 1)
    if (numbers !== null) values.set(entry.tag, numbers)
  }
  return values
}

const reversedBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number.parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2),
)

/** The bits of each byte in the other order. */
export function withReversedBits(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => reversedBytes[byte] ?? 0)
}
