import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { FileReader } from './file-reader.ts'
import type { Indirect } from './indirect.ts'
import { type Dictionary, dictionaryOf, StructureError, type Value } from './values.ts'

const inflated = promisify(inflate)

/**
 * Bytes of a stream that holds objects or their offsets, of which `length` are in the file, at most `maxBytes`
 * decoded. Throws StructureError, also for filters that writers do not use for these.
 */
export async function decodeStream(
  file: FileReader,
  { value, streamAt }: Indirect,
  { length, maxBytes }: { length: number; maxBytes: number },
): Promise<Buffer> {
  const dictionary = dictionaryOf(value)
  if (streamAt === null || !dictionary) throw new StructureError('Expected a stream')
  if (!(length >= 0 && length <= maxBytes)) throw new StructureError('Stream too long')
  const stored = await file.read(streamAt, streamAt + length)
  const filter = only(dictionary.entries.get('Filter'))
  if (filter === undefined) return stored
  if (filter.kind !== 'name' || filter.name !== 'FlateDecode') {
    throw new StructureError('Filter not supported')
  }
  const bytes = await inflated(stored, { maxOutputLength: maxBytes }).catch((cause) => {
    throw new StructureError('Corrupt stream', { cause })
  })
  return withoutPredictor(bytes, dictionaryOf(only(dictionary.entries.get('DecodeParms'))))
}

/** The value, or the only one of an array. */
function only(value: Value | undefined): Value | undefined {
  if (value?.kind === 'null') return undefined
  if (value?.kind !== 'array') return value
  if (value.items.length > 1) throw new StructureError('Filters not supported')
  return only(value.items[0])
}

/** PNG's filters, of bytes: ISO 32000-1, 7.4.4.4 */
function withoutPredictor(bytes: Buffer, parameters: Dictionary | null): Buffer {
  const predictor = numberIn(parameters, 'Predictor', 1)
  if (predictor === 1) return bytes
  const columns = numberIn(parameters, 'Columns', 1)
  const isOfBytes =
    numberIn(parameters, 'Colors', 1) === 1 && numberIn(parameters, 'BitsPerComponent', 8) === 8
  if (predictor < 10 || !isOfBytes || !(columns >= 1 && columns <= bytes.length)) {
    throw new StructureError('Predictor not supported')
  }
  const rows = Math.floor(bytes.length / (columns + 1))
  const decoded = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row += 1) {
    const filter = bytes[row * (columns + 1)] ?? 0
    const start = row * columns
    for (let column = 0; column < columns; column += 1) {
      const at = start + column
      const left = column > 0 ? (decoded[at - 1] ?? 0) : 0
      const above = row > 0 ? (decoded[at - columns] ?? 0) : 0
      const corner = row > 0 && column > 0 ? (decoded[at - columns - 1] ?? 0) : 0
      const byte = bytes[row * (columns + 1) + 1 + column] ?? 0
      decoded[at] = byte + predicted(filter, left, above, corner)
    }
  }
  return decoded
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return above
    case 3:
      return (left + above) >> 1
    case 4:
      return paeth(left, above, corner)
  }
  throw new StructureError('Predictor not supported')
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner
  const [toLeft, toAbove] = [Math.abs(estimate - left), Math.abs(estimate - above)]
  const toCorner = Math.abs(estimate - corner)
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** A number in a dictionary. */
export function numberIn(dictionary: Dictionary | null, key: string, absent: number): number {
  const value = dictionary?.entries.get(key)
  return value?.kind === 'number' ? value.value : absent
}
