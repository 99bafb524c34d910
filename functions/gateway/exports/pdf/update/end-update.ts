import { type Objects, type Place, type Ref, tableRow } from '../objects.ts'
import type { Structure } from './structure/structure.ts'
import { toName } from './structure/values.ts'

type Row = readonly [Ref, Place]

/** Entries of a trailer that are those of one section. */
const ofSection = new Set([
  ...['Size', 'Prev', 'XRefStm', 'ID'],
  ...[
    'Type',
    'W',
    'Index',
    'Length',
    'Filter',
    'DecodeParms',
    'DL',
    'F',
    'FFilter',
    'FDecodeParms',
  ],
])

/**
 * The end of an incremental update: a table or a stream of the offsets of its objects, as the file has before it, which
 * refers to the previous one. ISO 32000-1, 7.5.6. `id` has 32 hexadecimal digits.
 */
export function endUpdate(objects: Objects, structure: Structure, id: string): Uint8Array {
  const { trailer, startxref, kind } = structure
  const kept = [...trailer.entries]
    .filter(([key]) => !ofSection.has(key))
    .map(([key, { raw }]) => `${toName(key)} ${raw}`)
  const common = [...kept, `/Prev ${startxref}`, ...fileId(structure, id)]
  return kind === 'table' ? table(objects, common) : stream(objects, common)
}

/** The first part stays, the second is another one after each change: ISO 32000-1, 14.4 */
function fileId({ trailer }: Structure, id: string): string[] {
  const value = trailer.entries.get('ID')
  if (value?.kind === 'reference') return [`/ID ${value.raw}`]
  const first = value?.kind === 'array' ? value.items[0] : undefined
  return first?.kind === 'string' ? [`/ID[${first.raw}<${id}>]`] : []
}

function table(objects: Objects, entries: string[]): Uint8Array {
  const start = objects.length()
  const size = objects.reserve()
  const sections = rangesOf([...objects.places()]).map(
    (rows) =>
      `${rows[0]?.[0]} ${rows.length}\n${rows.map(([, place]) => tableRow(place)).join('')}`,
  )
  return objects.between(
    `xref\n${sections.join('')}trailer\n<</Size ${size}\n${entries.join('\n')}>>\n` +
      `startxref\n${start}\n%%EOF\n`,
  )
}

/** Bytes of kind, offset and generation. */
const widths = [1, 5, 2] as const
const rowBytes = 8
const inUse = 1

function stream(objects: Objects, entries: string[]): Uint8Array {
  const start = objects.length()
  const ref = objects.reserve()
  const own: Row = [ref, { offset: start, generation: 0 }]
  const ranges = rangesOf([...objects.places(), own])
  const index = ranges.map((rows) => `${rows[0]?.[0]} ${rows.length}`).join(' ')
  const bytes = Buffer.concat(
    ranges.flat().map(([, { offset, generation }]) => {
      const row = Buffer.alloc(rowBytes)
      row.writeUInt8(inUse, 0)
      row.writeUIntBE(offset, widths[0], widths[1])
      row.writeUIntBE(generation, widths[0] + widths[1], widths[2])
      return row
    }),
  )
  const dictionary = `/Type/XRef/Size ${ref + 1}/W[${widths.join(' ')}]/Index[${index}]`
  return Buffer.concat([
    objects.deflated(ref, `${dictionary}\n${entries.join('\n')}`, bytes),
    objects.between(`startxref\n${start}\n%%EOF\n`),
  ])
}

/** Rows of consecutive objects, by number. */
function rangesOf(rows: Row[]): Row[][] {
  const ranges: Row[][] = []
  for (const row of rows.sort(([a], [b]) => a - b)) {
    const range = ranges.at(-1)
    if (range && (range.at(-1)?.[0] ?? 0) + 1 === row[0]) range.push(row)
    else ranges.push([row])
  }
  return ranges
}
