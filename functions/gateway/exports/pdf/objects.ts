import { deflateSync } from 'node:zlib'

/** Number of an indirect object. */
export type Ref = number

/** Where an object begins. */
export interface Place {
  offset: number
  generation: number
}

/** Content of a stream whose length is known before it is read. */
export interface Data {
  length: number
  read(): AsyncIterable<Uint8Array>
}

/**
 * Objects of a PDF file, written one after the other; only their offsets are kept. They may follow a file of `length`
 * bytes, of whose object numbers `free` is the first free one. ISO 32000-1, 7.5:
 *
 *     %PDF-1.7
 *     1 0 obj … endobj          objects, in any order
 *     xref                      offset of each object, 20 bytes a line
 *     trailer << /Root … >>
 *     startxref                 offset of xref
 *     %%EOF
 */
export function createObjects(file = { free: 1, length: 0 }) {
  const places = new Map<Ref, Place>()
  let { free, length } = file

  function written(text: string | Uint8Array): Uint8Array {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text
    length += bytes.byteLength
    return bytes
  }

  function begin(ref: Ref, generation = 0): string {
    places.set(ref, { offset: length, generation })
    return `${ref} ${generation} obj\n`
  }

  return {
    /** A number for an object that is written later. */
    reserve(): Ref {
      free += 1
      return free - 1
    },

    /** Length of the file so far. */
    length: () => length,

    /** Where the objects are that were written, by number. */
    places: (): ReadonlyMap<Ref, Place> => places,

    /** Bytes between objects. */
    between: written,

    /** The first bytes; the comment says that the file is binary. */
    header: () => written('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'),

    object: (ref: Ref, value: string, generation?: number) =>
      written(`${begin(ref, generation)}${value}\nendobj\n`),

    /** A stream with these bytes; `entries` of its dictionary name their filter. */
    async *stream(ref: Ref, entries: string, data: Data): AsyncGenerator<Uint8Array> {
      yield written(`${begin(ref)}<<${entries}/Length ${data.length}>>\nstream\n`)
      for await (const bytes of data.read()) yield written(bytes)
      yield written('\nendstream\nendobj\n')
    },

    /** A stream that is compressed here. */
    deflated(ref: Ref, entries: string, content: Uint8Array): Uint8Array {
      const data = deflateSync(content, { level: 9 })
      const head = `${begin(ref)}<<${entries}/Filter/FlateDecode/Length ${data.length}>>\nstream\n`
      const parts = [Buffer.from(head, 'latin1'), data, Buffer.from('\nendstream\nendobj\n')]
      return written(Buffer.concat(parts))
    },

    /** The table of offsets and the end of the file. `id` has 32 hexadecimal digits. */
    end(root: Ref, id: string): Uint8Array {
      const refs = Array.from({ length: free - 1 }, (_, index) => index + 1)
      const rows = refs.map((ref) => tableRow(places.get(ref)))
      const trailer = `<</Size ${free}/Root ${root} 0 R/ID[<${id}><${id}>]>>`
      return written(
        `xref\n0 ${free}\n0000000000 65535 f \n${rows.join('')}trailer\n${trailer}\n` +
          `startxref\n${length}\n%%EOF\n`,
      )
    },
  }
}

/** Row of a table of offsets, 20 bytes. */
export function tableRow({ offset, generation }: Place = { offset: 0, generation: 0 }): string {
  return `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`
}

export type Objects = ReturnType<typeof createObjects>

/** Number in a PDF: at most four decimals, never an exponent. */
export function real(value: number): string {
  return String(Number(value.toFixed(4)))
}
