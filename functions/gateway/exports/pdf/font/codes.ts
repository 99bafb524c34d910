/** Surrogates are no characters, so their numbers are free for characters beyond the first 65,536. */
const [firstFree, lastFree] = [0xd800, 0xdfff]
const replacement = 0xfffd
const isMark = /\p{Mn}/u

/** Two-byte codes of the characters of a document. */
export interface Codes {
  /** Codes of the characters of a text, one for each code point. */
  of(text: string): number[]
  /** Codes that were used of marks over or under the character before: they have no width, as pdf.js assumes. */
  marks: ReadonlySet<number>
  /** Source of the stream /ToUnicode, which maps each code to its character: ISO 32000-1, 9.10.3 */
  toUnicode(): string
}

/**
 * The code of a character is its number in Unicode; beyond 65,536 the next free one. A document has at most 2,048
 * characters of those; more become U+FFFD.
 */
export function createCodes(): Codes {
  const beyond = new Map<number, number>()
  const marks = new Set<number>()

  function codeOf(character: number): number {
    if (character < firstFree || (character > lastFree && character <= 0xffff)) return character
    if (character <= lastFree) return replacement
    const known = beyond.get(character)
    if (known !== undefined) return known
    const code = firstFree + beyond.size
    if (code > lastFree) return replacement
    beyond.set(character, code)
    return code
  }

  return {
    of: (text) =>
      Array.from(text, (character) => {
        const code = codeOf(character.codePointAt(0) ?? 0)
        if (isMark.test(character)) marks.add(code)
        return code
      }),
    marks,

    toUnicode() {
      // Only the last byte may vary in a range.
      const ranges = Array.from({ length: 256 }, (_, high) => high << 8)
        .filter((start) => start < firstFree || start > lastFree)
        .map((start) => `<${hex(start)}><${hex(start + 0xff)}><${hex(start)}>`)
      const characters = [...beyond].map(
        ([character, code]) => `<${hex(code)}><${utf16(character)}>`,
      )
      return [
        '/CIDInit/ProcSet findresource begin 12 dict begin begincmap',
        '/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def',
        '/CMapName/Adobe-Identity-UCS def/CMapType 2 def',
        '1 begincodespacerange<0000><FFFF>endcodespacerange',
        ...blocks('bfrange', ranges),
        ...blocks('bfchar', characters),
        'endcmap CMapName currentdict/CMap defineresource pop end end',
      ].join('\n')
    },
  }
}

/** Limit of entries between `begin` and `end`. */
const blockSize = 100

function blocks(name: string, entries: string[]): string[] {
  const count = Math.ceil(entries.length / blockSize)
  return Array.from({ length: count }, (_, index) => {
    const block = entries.slice(index * blockSize, (index + 1) * blockSize)
    return `${block.length} begin${name}\n${block.join('\n')}\nend${name}`
  })
}

function hex(number: number): string {
  return number.toString(16).toUpperCase().padStart(4, '0')
}

function utf16(character: number): string {
  const text = String.fromCodePoint(character)
  return hex(text.charCodeAt(0)) + hex(text.charCodeAt(1))
}
