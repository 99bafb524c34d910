import type { Objects, Ref } from '../objects.ts'
import type { Codes } from './codes.ts'
import { advance, em, glyphlessFont } from './font-file.ts'

const name = 'Glyphless'
/** Symbolic, fixed pitch. */
const flags = 5
const codeCount = 65_536
/** Glyphs of marks, and of all other codes. */
const [emptyGlyph, glyph] = [0, 1]

/**
 * Font without glyphs for invisible text, in which every code but those of marks has the same width. It ends at the
 * baseline, so that a word of it fills exactly its box: ISO 32000-1, 9.7. Written last, when all characters are known.
 */
export function* writeFont(objects: Objects, ref: Ref, codes: Codes): Generator<Uint8Array> {
  const [descendant, descriptor, file, glyphs, toUnicode] = [
    objects.reserve(),
    objects.reserve(),
    objects.reserve(),
    objects.reserve(),
    objects.reserve(),
  ]
  const widths = [...codes.marks].map((code) => `${code}[0]`).join('')
  yield objects.object(
    ref,
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  )
  yield objects.object(
    descendant,
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/DW ${advance}/W[${widths}]` +
      '/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>' +
      `/FontDescriptor ${descriptor} 0 R/CIDToGIDMap ${glyphs} 0 R>>`,
  )
  yield objects.object(
    descriptor,
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[0 0 ${advance} ${em}]` +
      `/ItalicAngle 0/Ascent ${em}/Descent 0/CapHeight ${em}/StemV 80/FontFile2 ${file} 0 R>>`,
  )
  const font = glyphlessFont()
  yield objects.deflated(file, `/Length1 ${font.byteLength}`, font)
  const map = Buffer.alloc(codeCount * 2)
  for (let code = 0; code < codeCount; code += 1) {
    map.writeUInt16BE(codes.marks.has(code) ? emptyGlyph : glyph, code * 2)
  }
  yield objects.deflated(glyphs, '', map)
  yield objects.deflated(toUnicode, '', Buffer.from(codes.toUnicode()))
}
