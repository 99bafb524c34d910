import { setImmediate } from 'node:timers/promises'
import { decodeStream, numberIn } from './decode-stream.ts'
import type { FileReader } from './file-reader.ts'
import { indirectAt, parseAt } from './indirect.ts'
import { type Range, searchable } from './ranges.ts'
import { type Dictionary, dictionaryOf, StructureError } from './values.ts'

/** Where an object is: at an offset, in the stream with this object number, or nowhere. */
export type Place =
  | { kind: 'at'; offset: number; generation: number }
  | { kind: 'in'; stream: number }
  | { kind: 'free' }

/** Cross-reference section: a table or a stream. */
export interface Section {
  kind: 'table' | 'stream'
  trailer: Dictionary
  /** Where this section says that an object is; undefined if it does not know the object. */
  find(object: number): Promise<Place | undefined>
  /** One more than the highest object number. */
  size: number
}

/** What the sections of a file may still have in all: bytes of decoded streams, and ranges. */
export interface SectionLimits {
  streamBytes: number
  ranges: number
}

const rowBytes = 20

/**
 * The section at an offset, which is taken from the limits. Other work has its turn before it and between its ranges.
 * Throws StructureError.
 */
export async function sectionAt(
  file: FileReader,
  offset: number,
  limits: SectionLimits,
): Promise<Section> {
  await setImmediate()
  const at = await parseAt(file, offset, (reader) =>
    reader.word() === 'xref' ? offset + reader.position() : null,
  )
  return at === null ? streamAt(file, offset, limits) : tableAt(file, at, limits)
}

/**
 * ISO 32000-1, 7.5.4. Rows are read when they are searched:
 *
 *     xref
 *     0 6                       first object number, count
 *     0000000017 00007 f        20 bytes a row: offset, generation, n or f
 *     …
 *     trailer << … >>
 */
async function tableAt(file: FileReader, start: number, limits: SectionLimits): Promise<Section> {
  const ranges: Range[] = []
  let at = start
  for (;;) {
    const part = await parseAt(file, at, (reader, text) => {
      reader.skip()
      const start = reader.position()
      if (text.startsWith('trailer', start)) {
        reader.word()
        const trailer = dictionaryOf(reader.value())
        if (!trailer) throw new StructureError('Expected a trailer')
        return { trailer }
      }
      const [first, count] = [reader.integer(), reader.integer()]
      reader.skip()
      return { range: { first, count, at: at + reader.position() } }
    })
    if (part.trailer) {
      const { trailer } = part
      const { size, rowOf } = searchable(ranges, rowBytes)
      return { kind: 'table', trailer, size, find: (number) => inTable(file, rowOf(number)) }
    }
    at = part.range.at + part.range.count * rowBytes
    addRange(ranges, part.range, limits)
    await setImmediate()
  }
}

async function inTable(file: FileReader, at: number | undefined) {
  if (at === undefined) return undefined
  const row = (await file.read(at, at + rowBytes)).toString('latin1')
  const [, offset, generation, kind] = row.match(/^(\d{10}) (\d{5}) ([nf])\s*$/) ?? []
  if (kind === undefined) throw new StructureError('Expected a row of a table')
  if (kind === 'f') return { kind: 'free' } as const
  return { kind: 'at', offset: Number(offset), generation: Number(generation) } as const
}

/** ISO 32000-1, 7.5.8 */
async function streamAt(file: FileReader, offset: number, limits: SectionLimits): Promise<Section> {
  const object = await indirectAt(file, offset)
  const trailer = dictionaryOf(object.value)
  if (!trailer) throw new StructureError('Expected a cross-reference stream')
  if (limits.streamBytes <= 0) throw new StructureError('Streams too long')
  const length = numberIn(trailer, 'Length', -1)
  const bytes = await decodeStream(file, object, { length, maxBytes: limits.streamBytes })
  limits.streamBytes -= bytes.length
  const widths = numbersIn(trailer, 'W')
  const [kindBytes = 0, secondBytes = 0, thirdBytes = 0] = widths
  const row = kindBytes + secondBytes + thirdBytes
  const areReadable = widths.length === 3 && widths.every((width) => width <= 6)
  if (!areReadable || row === 0) throw new StructureError('Expected widths of columns')
  const ranges: Range[] = []
  const index = numbersIn(trailer, 'Index')
  const pairs = index.length > 0 ? index : [0, numberIn(trailer, 'Size', 0)]
  for (let pair = 0, at = 0; pair + 1 < pairs.length; pair += 2) {
    const [first = 0, count = 0] = [pairs[pair], pairs[pair + 1]]
    addRange(ranges, { first, count, at }, limits)
    at += count * row
  }
  const { size, rowOf } = searchable(ranges, row)
  const field = (at: number, width: number, absent: number) =>
    width === 0 ? absent : bytes.readUIntBE(at, width)
  return {
    ...{ kind: 'stream', trailer, size },
    async find(object) {
      const at = rowOf(object)
      if (at === undefined || at + row > bytes.length) return undefined
      const second = field(at + kindBytes, secondBytes, 0)
      switch (field(at, kindBytes, 1)) {
        case 1: {
          const generation = field(at + kindBytes + secondBytes, thirdBytes, 0)
          return { kind: 'at', offset: second, generation }
        }
        case 2:
          return { kind: 'in', stream: second }
      }
      return { kind: 'free' }
    },
  }
}

function numbersIn(dictionary: Dictionary, key: string): number[] {
  const value = dictionary.entries.get(key)
  if (value?.kind !== 'array') return []
  return value.items.map((item) => {
    if (item.kind === 'number' && Number.isInteger(item.value) && item.value >= 0) return item.value
    throw new StructureError('Expected whole numbers')
  })
}

function addRange(ranges: Range[], range: Range, limits: SectionLimits): void {
  limits.ranges -= 1
  if (limits.ranges < 0) throw new StructureError('Too many ranges')
  ranges.push(range)
}
