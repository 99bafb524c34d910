import { numberIn } from './decode-stream.ts'
import type { FileReader } from './file-reader.ts'
import { type Place, type Section, type SectionLimits, sectionAt } from './sections.ts'
import { StructureError } from './values.ts'

/** All cross-reference sections of a file. */
export interface CrossReference {
  latest: Section
  /** One more than the highest object number of all sections. */
  size: number
  isEncrypted: boolean
  /** Where an object is; `free` if no section has it. */
  find(object: number): Promise<Place>
}

/** What is kept of a section: trailers may be large. */
type Searched = Pick<Section, 'find' | 'size'> & {
  /** The stream that has the objects which are free in the table of a hybrid. */
  hidden: Searched | undefined
}

const maxSections = 200
/** Rows of 4,000,000 objects have 28 MB. */
const maxStreamBytes = 32 * 1024 * 1024
const maxRanges = 50_000

/** Reads the sections from the latest one on. Throws StructureError. */
export async function crossReferenceOf(
  file: FileReader,
  startxref: number,
): Promise<CrossReference> {
  const limits: SectionLimits = { streamBytes: maxStreamBytes, ranges: maxRanges }
  // In the order in which objects are searched.
  const tables: Searched[] = []
  const streams = new Map<number, Searched>()
  const seen = new Set<number>()
  let latest: Section | undefined
  let isEncrypted = false

  async function sectionOf(offset: number): Promise<Section> {
    const section = await sectionAt(file, offset, limits)
    isEncrypted ||= section.trailer.entries.has('Encrypt')
    return section
  }

  /** A stream that several tables may have in common, and is decoded once. */
  async function streamOf(offset: number): Promise<Searched> {
    const kept = streams.get(offset)
    if (kept) return kept
    const { find, size } = await sectionOf(offset)
    const stream = { find, size, hidden: undefined }
    streams.set(offset, stream)
    return stream
  }

  for (let previous = startxref; previous >= 0; ) {
    if (seen.has(previous) || seen.size === maxSections) {
      throw new StructureError('Too many sections')
    }
    seen.add(previous)
    const section = await sectionOf(previous)
    latest ??= section
    const { trailer, kind, find, size } = section
    const stream = kind === 'table' ? numberIn(trailer, 'XRefStm', -1) : -1
    tables.push({ find, size, hidden: stream >= 0 ? await streamOf(stream) : undefined })
    previous = numberIn(trailer, 'Prev', -1)
  }
  if (!latest) throw new StructureError('Expected a section')

  const sizes = [...tables, ...streams.values()].map(({ size }) => size)
  return {
    ...{ latest, isEncrypted, size: Math.max(...sizes) },
    async find(object) {
      for (const { find, hidden } of tables) {
        file.count(1)
        const place = await find(object)
        if (place && place.kind !== 'free') return place
        const found = (await hidden?.find(object)) ?? place
        if (found) return found
      }
      return { kind: 'free' }
    },
  }
}
