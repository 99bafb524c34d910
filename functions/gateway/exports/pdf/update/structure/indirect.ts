import type { FileReader } from './file-reader.ts'
import { createValueReader, StructureError, type Value, type ValueReader } from './values.ts'

/** An indirect object as it is written in the file: ISO 32000-1, 7.3.10 */
export interface Indirect {
  number: number
  generation: number
  value: Value
  /** Offset of the first byte of a stream; null if it is none. */
  streamAt: number | null
}

/** Most objects are short; those with many entries are read again. */
const windows = [4096, 65_536, 1_048_576]

/** What `parse` makes of the text at `offset`: of more of it, while that throws StructureError. */
export async function parseAt<T>(
  file: FileReader,
  offset: number,
  parse: (reader: ValueReader, text: string) => T,
): Promise<T> {
  for (const window of windows) {
    const bytes = await file.read(offset, offset + window)
    const isWhole = bytes.length < window || window === windows.at(-1)
    // Spaces end the last token of the file.
    const text = `${bytes.toString('latin1')}${isWhole ? '\n\n' : ''}`
    const reader = createValueReader(text)
    try {
      return parse(reader, text)
    } catch (error) {
      if (isWhole || !(error instanceof StructureError)) throw error
    } finally {
      file.count(reader.work())
    }
  }
  throw new StructureError('Object too long')
}

/** The object at an offset of the file. Throws StructureError. */
export function indirectAt(file: FileReader, offset: number): Promise<Indirect> {
  return parseAt(file, offset, (reader, text) => {
    const [number, generation] = [reader.integer(), reader.integer()]
    if (reader.word() !== 'obj') throw new StructureError('Expected an object')
    const value = reader.value()
    const word = reader.word()
    const end = reader.position()
    if (word === 'endobj') return { number, generation, value, streamAt: null }
    if (word !== 'stream') throw new StructureError('Expected the end of an object')
    const lineEnd = text.startsWith('\r\n', end) ? 2 : 1
    return { number, generation, value, streamAt: offset + end + lineEnd }
  })
}
