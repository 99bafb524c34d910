import { type CrossReference, crossReferenceOf } from './cross-reference.ts'
import { decodeStream, numberIn } from './decode-stream.ts'
import { createFileReader, type FileReader, type PdfFile } from './file-reader.ts'
import { type Indirect, indirectAt } from './indirect.ts'
import type { Section } from './sections.ts'
import {
  createValueReader,
  type Dictionary,
  dictionaryOf,
  nullValue,
  StructureError,
  type Value,
} from './values.ts'

export type FoundObject = Pick<Indirect, 'number' | 'generation' | 'value'>

/** Objects of a file, read one by one. All throw StructureError if the file is not as its tables say. */
export interface Structure {
  /** An object without its stream; null if there is none with this number. */
  object(number: number): Promise<FoundObject>
  /** The object to which references lead from the value; null if the value is no reference. */
  referred(value: Value | undefined): Promise<FoundObject | null>
  /** The value, or the object that it refers to. */
  resolve(value: Value | undefined): Promise<Value>
  /** Of the latest section. */
  trailer: Dictionary
  /** How the latest section is written, and what `startxref` says about it. */
  kind: Section['kind']
  startxref: number
  /** First number that no object has. */
  free: number
  /** Bytes before the header, which offsets do not count. */
  junk: number
}

const headerBytes = 1024
const endBytes = 2048
const maxReferences = 10
/** PDFium's largest object number is 4,194,304, and an update adds one for each page. */
const maxObjects = 4_000_000
const maxObjectStreamBytes = 4 * 1024 * 1024
const maxObjectStreams = 8
const maxObjectsInStream = 20_000
/** About 10 s: pages of TeX take 1 ms; 2,000 pages that refer to the same large objects would take minutes. */
const maxFileWork = 10_000_000

/**
 * Reads the tables of objects of a PDF: ISO 32000-1, 7.5. Throws StructureError, also if reading its tables and
 * objects is more than `maxWork`, and rejects like `original`.
 */
export async function openStructure(original: PdfFile, maxWork = maxFileWork): Promise<Structure> {
  const head = await createFileReader(original).read(0, headerBytes)
  const junk = head.indexOf('%PDF-')
  if (junk === -1) throw new StructureError('Expected a header')
  const bytes = original.bytes - junk
  const file = createFileReader(
    { bytes, read: (from = 0, to = bytes) => original.read(from + junk, to + junk) },
    maxWork,
  )
  const startxref = await startxrefOf(file)
  const { latest, size, isEncrypted, find } = await crossReferenceOf(file, startxref)
  if (isEncrypted) throw new StructureError('Encrypted')
  const free = Math.max(numberIn(latest.trailer, 'Size', 0), size)
  if (free > maxObjects) throw new StructureError('Too many objects')
  const { object, referred, resolve } = createObjectReader(file, find)
  const { trailer, kind } = latest
  return { object, referred, resolve, trailer, kind, startxref, free, junk }
}

async function startxrefOf(file: FileReader): Promise<number> {
  const end = (await file.read(Math.max(file.bytes - endBytes, 0), file.bytes)).toString('latin1')
  const [, offset] = end.slice(end.lastIndexOf('startxref')).match(/^startxref\s+(\d+)\s/) ?? []
  if (offset === undefined) throw new StructureError('Expected startxref')
  return Number(offset)
}

function createObjectReader(file: FileReader, find: CrossReference['find']) {
  const objectStreams = new Map<number, Map<number, string>>()

  async function stored(number: number, offset: number, generation: number): Promise<Indirect> {
    const found = await indirectAt(file, offset)
    if (found.number === number && found.generation === generation) return found
    throw new StructureError('Expected another object')
  }

  /** Objects of a stream, as text: ISO 32000-1, 7.5.7 */
  async function objectStream(number: number): Promise<Map<number, string>> {
    const kept = objectStreams.get(number)
    if (kept) return kept
    const place = await find(number)
    if (place.kind !== 'at') throw new StructureError('Expected a stream of objects')
    const indirect = await stored(number, place.offset, place.generation)
    const dictionary = dictionaryOf(indirect.value)
    const length = await lengthOf(dictionary?.entries.get('Length'))
    const bytes = await decodeStream(file, indirect, { length, maxBytes: maxObjectStreamBytes })
    const text = `${bytes.toString('latin1')}\n`
    const [objectCount, first] = [numberIn(dictionary, 'N', 0), numberIn(dictionary, 'First', 0)]
    if (objectCount > maxObjectsInStream) throw new StructureError('Too many objects in a stream')
    file.count(objectCount + bytes.length / 50)
    const header = createValueReader(text)
    const objects = new Map<number, string>()
    for (let index = 0; index < objectCount; index += 1) {
      const [object, offset] = [header.integer(), header.integer()]
      objects.set(object, text.slice(first + offset))
    }
    objectStreams.set(number, objects)
    const [oldest] = objectStreams.keys()
    if (oldest !== undefined && objectStreams.size > maxObjectStreams) objectStreams.delete(oldest)
    return objects
  }

  /** Of a stream of objects, whose length is not in one. */
  async function lengthOf(value: Value | undefined): Promise<number> {
    if (value?.kind === 'number') return value.value
    if (value?.kind !== 'reference') throw new StructureError('Expected a length')
    const place = await find(value.object)
    if (place.kind !== 'at') throw new StructureError('Expected a length')
    const length = (await stored(value.object, place.offset, place.generation)).value
    if (length.kind !== 'number') throw new StructureError('Expected a length')
    return length.value
  }

  async function object(number: number): Promise<FoundObject> {
    const place = await find(number)
    switch (place.kind) {
      case 'free':
        return { number, generation: 0, value: nullValue }
      case 'at':
        return stored(number, place.offset, place.generation)
      case 'in': {
        const text = (await objectStream(place.stream)).get(number)
        if (text === undefined) throw new StructureError('Expected an object in its stream')
        const reader = createValueReader(text)
        const value = reader.value()
        file.count(reader.work())
        return { number, generation: 0, value }
      }
    }
  }

  async function referred(value: Value = nullValue): Promise<FoundObject | null> {
    let found: FoundObject | null = null
    for (let next = value, depth = 0; next.kind === 'reference'; depth += 1) {
      if (depth === maxReferences) throw new StructureError('References without an end')
      found = await object(next.object)
      next = found.value
    }
    return found
  }

  async function resolve(value: Value = nullValue): Promise<Value> {
    return (await referred(value))?.value ?? value
  }

  return { object, referred, resolve }
}
