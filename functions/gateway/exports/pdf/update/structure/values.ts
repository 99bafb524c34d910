/** Values of a PDF file, each with its bytes as latin1: ISO 32000-1, 7.3 */
export type Value = { raw: string } & (
  | { kind: 'dictionary'; entries: Map<string, Value> }
  | { kind: 'array'; items: Value[] }
  | { kind: 'reference'; object: number; generation: number }
  | { kind: 'number'; value: number }
  | { kind: 'name'; name: string }
  | { kind: 'string' }
  | { kind: 'boolean' }
  | { kind: 'null' }
)
export type Dictionary = Extract<Value, { kind: 'dictionary' }>

/** The file, or this part of it, is not what the specification says. */
export class StructureError extends Error {
  override name = 'StructureError'
}

export const nullValue: Value = { kind: 'null', raw: 'null' }

const whiteSpace = new Set([0, 9, 10, 12, 13, 32])
const delimiters = new Set([...'()<>[]{}/%'].map((character) => character.charCodeAt(0)))
const maxDepth = 100
const maxTokenLength = 1000
/** Each takes about 100 bytes of memory, and as few as two of the file; a tree of 100,000 pages may be one list. */
const maxValues = 200_000
const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)$/
const isInteger = /^\d+$/

/**
 * Reads values and keywords of `text`, at most 200,000 values. Throws StructureError, also if the text
 * ends within a value.
 */
export function createValueReader(text: string) {
  const codeAt = (position: number) => text.charCodeAt(position)
  let at = 0
  let values = 0

  function skip(): void {
    for (;;) {
      while (whiteSpace.has(codeAt(at))) at += 1
      if (text[at] !== '%') return
      while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1
    }
  }

  /** Characters up to the next white space or delimiter. */
  function token(): string {
    const start = at
    while (at < text.length && !whiteSpace.has(codeAt(at)) && !delimiters.has(codeAt(at))) at += 1
    if (at === text.length || at - start > maxTokenLength) throw new StructureError('No end')
    return text.slice(start, at)
  }

  function string(): void {
    let depth = 0
    do {
      const character = text[at]
      if (character === undefined) throw new StructureError('No end of a string')
      if (character === '\\') at += 1
      else if (character === '(') depth += 1
      else if (character === ')') depth -= 1
      at += 1
    } while (depth > 0)
  }

  function name(): string {
    at += 1
    return token().replace(/#([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  }

  function dictionary(depth: number): Map<string, Value> {
    at += 2
    const entries = new Map<string, Value>()
    for (;;) {
      skip()
      if (text.startsWith('>>', at)) {
        at += 2
        return entries
      }
      if (text[at] !== '/') throw new StructureError('Expected a key')
      const key = name()
      entries.set(key, value(depth))
    }
  }

  function array(depth: number): Value[] {
    at += 1
    const items: Value[] = []
    for (;;) {
      skip()
      if (text[at] === ']') {
        at += 1
        return items
      }
      items.push(value(depth))
    }
  }

  /** A number, or the reference that begins with it. */
  function numberOrReference(first: string, start: number): Value {
    const after = at
    if (isInteger.test(first)) {
      skip()
      const second = text[at] !== undefined && isInteger.test(text[at] ?? '') ? token() : ''
      if (isInteger.test(second)) {
        skip()
        if (text[at] === 'R' && token() === 'R') {
          const [object, generation] = [Number(first), Number(second)]
          return { kind: 'reference', object, generation, raw: text.slice(start, at) }
        }
      }
    }
    at = after
    return { kind: 'number', value: Number(first), raw: first }
  }

  function value(depth = 0): Value {
    values += 1
    if (values > maxValues) throw new StructureError('Too many values')
    if (depth > maxDepth) throw new StructureError('Values too deep')
    skip()
    const start = at
    const raw = () => text.slice(start, at)
    if (text.startsWith('<<', at)) {
      const entries = dictionary(depth + 1)
      return { kind: 'dictionary', entries, raw: raw() }
    }
    switch (text[at]) {
      case '[': {
        const items = array(depth + 1)
        return { kind: 'array', items, raw: raw() }
      }
      case '/': {
        const found = name()
        return { kind: 'name', name: found, raw: raw() }
      }
      case '(':
        string()
        return { kind: 'string', raw: raw() }
      case '<': {
        const end = text.indexOf('>', at)
        if (end === -1) throw new StructureError('No end of a string')
        at = end + 1
        return { kind: 'string', raw: raw() }
      }
    }
    const word = token()
    if (isNumber.test(word)) return numberOrReference(word, start)
    if (word === 'true' || word === 'false') return { kind: 'boolean', raw: word }
    if (word === 'null') return nullValue
    throw new StructureError('Expected a value')
  }

  return {
    /** What reading has taken so far, in µs as measured. */
    work: () => values + at / 50,
    value: () => value(),
    /** The next characters up to white space or a delimiter. */
    word() {
      skip()
      return token()
    },
    /** A whole number. */
    integer() {
      skip()
      const word = token()
      if (!isInteger.test(word)) throw new StructureError('Expected a whole number')
      return Number(word)
    },
    skip,
    position: () => at,
  }
}

export type ValueReader = ReturnType<typeof createValueReader>

/** The dictionary with another value of a key. */
export function withEntry(dictionary: Dictionary, key: string, value: string): Dictionary {
  const entries = new Map(dictionary.entries)
  entries.delete(key)
  const kept = [...entries].map(([name, { raw }]) => `${toName(name)} ${raw}`)
  const raw = `<<${[`/${key} ${value}`, ...kept].join('\n')}>>`
  return { kind: 'dictionary', entries: entries.set(key, { kind: 'string', raw: value }), raw }
}

/** A name as it is written: ISO 32000-1, 7.3.5 */
export function toName(name: string): string {
  const escaped = name.replace(
    /[^!-~]|[()<>[\]{}/%#]/g,
    (character) => `#${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `/${escaped}`
}

export function dictionaryOf(value: Value | undefined): Dictionary | null {
  return value?.kind === 'dictionary' ? value : null
}
