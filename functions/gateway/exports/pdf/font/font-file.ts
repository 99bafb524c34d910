/** Units per em. */
export const em = 1000
/** Width of every character. */
export const advance = 500

/** From the baseline to the top of a letter: the whole em, so that the size of the font is the height of a word. */
const ascent = em

/**
 * Glyph that fills nothing, a line there and back, but has the extent of a word's part: PDFium leaves out words whose
 * glyphs have none. https://learn.microsoft.com/typography/opentype/spec/glyf
 */
function line(): Buffer {
  const [contours, lastPoint, instructions] = [1, 1, 0]
  const onCurve = 0x0101
  const steps = [0, advance, 0, ascent]
  return shorts(contours, 0, 0, advance, ascent, lastPoint, instructions, onCurve, ...steps)
}

/**
 * TrueType font of an empty glyph and one that fills nothing: https://learn.microsoft.com/typography/opentype/spec/otff
 *
 *     version (4 bytes), number of tables (2), searchRange, entrySelector, rangeShift (2 each)
 *     for each table: tag (4), checksum (4), offset (4), length (4)
 *     tables, each padded to 4 bytes
 */
export function glyphlessFont(): Uint8Array {
  const glyph = line()
  const tables: [string, Buffer][] = [
    ['glyf', glyph],
    ['head', head()],
    ['hhea', shorts(1, 0, ascent, 0, 0, advance, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2)],
    ['hmtx', shorts(advance, 0, advance, 0)],
    ['loca', shorts(0, 0, glyph.length / 2)],
    ['maxp', shorts(1, 0, 2, 2, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)],
  ]
  const directory = shorts(1, 0, tables.length, 64, 2, tables.length * 16 - 64)
  let offset = directory.length + tables.length * 16
  const entries = tables.map(([tag, table]) => {
    const entry = Buffer.alloc(16)
    entry.write(tag, 'latin1')
    entry.writeUInt32BE(checksumOf(padded(table)), 4)
    entry.writeUInt32BE(offset, 8)
    entry.writeUInt32BE(table.length, 12)
    offset += padded(table).length
    return entry
  })
  const font = Buffer.concat([directory, ...entries, ...tables.map(([, table]) => padded(table))])
  const headAt = font.indexOf(head())
  font.writeUInt32BE((0xb1b0afba - checksumOf(font)) >>> 0, headAt + checksumAdjustmentAt)
  return font
}

const checksumAdjustmentAt = 8

/** https://learn.microsoft.com/typography/opentype/spec/head */
function head(): Buffer {
  const version = [1, 0, 1, 0]
  const adjustment = [0, 0]
  const [magic, flags] = [[0x5f0f, 0x3cf5], 3]
  const created = Array(8).fill(0)
  const [box, style, smallestSize] = [[0, 0, advance, ascent], 0, 8]
  const [direction, shortOffsets, format] = [2, 0, 0]
  return shorts(
    ...version,
    ...adjustment,
    ...magic,
    flags,
    em,
    ...created,
    ...box,
    style,
    smallestSize,
    direction,
    shortOffsets,
    format,
  )
}

function shorts(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2)
  return bytes
}

function padded(table: Buffer): Buffer {
  return Buffer.concat([table, Buffer.alloc(-table.length & 3)])
}

function checksumOf(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}
