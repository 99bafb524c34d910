import { deflateSync } from 'node:zlib'

/** Object of an example: a value, or the entries and the bytes of a stream. */
export type ExampleObject = string | { entries: string; stream: string }

/** The same objects as different writers save them; objects are numbered from 1, and the first is the catalog. */
export const writers = {
  'a table': (objects: ExampleObject[]) => createFile().with(objects).table(),

  'a table, and bytes before the header': (objects: ExampleObject[]) =>
    Buffer.concat([Buffer.from('junk\n'), createFile().with(objects).table()]),

  'a table and one of changes': (objects: ExampleObject[]) => {
    const first = objects.map((object, index) => (index < 2 ? object : 'null'))
    const file = createFile().with(first)
    const start = file.end()
    const changed = objects.map((object, index) => (index < 2 ? null : object))
    return file.with(changed).table(`/Prev ${start}`)
  },

  'a stream, and streams of objects': (objects: ExampleObject[]) =>
    createFile().compressed(objects),

  'a table, and a stream for new readers': (objects: ExampleObject[]) =>
    createFile().compressed(objects, true),
}
export type WriterName = keyof typeof writers

type Row = [kind: number, second: number, third: number]

const id = '[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]'

function createFile() {
  const parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const rows = new Map<number, Row>()
  let length = parts[0]?.length ?? 0

  function add(bytes: string | Buffer): number {
    const start = length
    const part = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    parts.push(part)
    length += part.length
    return start
  }

  function addObject(number: number, object: ExampleObject): void {
    rows.set(number, [1, length, 0])
    if (typeof object === 'string') return void add(`${number} 0 obj ${object} endobj\r\n`)
    const { entries, stream } = object
    add(
      `${number} 0 obj <<${entries}/Length ${stream.length}>> stream\r\n${stream}\nendstream endobj\n`,
    )
  }

  /** Adds a table of the objects since the last one, with its trailer. */
  function addTable(entries: string, size: number): number {
    const start = add('xref\n')
    for (const [number, [kind, offset]] of [...rows].sort(([a], [b]) => a - b)) {
      const place = `${String(kind === 1 ? offset : 0).padStart(10, '0')} 00000`
      add(`${number} 1\n${place} ${kind === 1 ? 'n' : 'f'}\r\n`)
    }
    rows.clear()
    add(`trailer <</Root 1 0 R/Size ${size}/ID${id}${entries}>>\nstartxref\n${start}\n%%EOF`)
    return start
  }

  const file = {
    with(objects: (ExampleObject | null)[]) {
      for (const [index, object] of objects.entries()) {
        if (object !== null) addObject(index + 1, object)
      }
      size = objects.length + 1
      return file
    },
    end(entries = '') {
      const start = addTable(entries, size)
      add('\n')
      return start
    },
    table(entries = '') {
      addTable(entries, size)
      return Buffer.concat(parts)
    },

    /** With values in two streams of objects, and a stream of offsets; a hybrid has a table before it, as Word's. */
    compressed(objects: ExampleObject[], isHybrid = false) {
      const values = objects.flatMap((object, index) =>
        typeof object === 'string' ? [[index + 1, object] as const] : [],
      )
      for (const [index, object] of objects.entries()) {
        if (typeof object !== 'string') addObject(index + 1, object)
      }
      // A catalog for readers of tables only.
      const plain = isHybrid ? values.splice(0, 1) : []
      for (const [number, value] of plain) addObject(number, value)
      const half = Math.ceil(values.length / 2)
      for (const [index, part] of [values.slice(0, half), values.slice(half)].entries()) {
        const number = objects.length + 1 + index
        addObject(number, objectStream(part))
        for (const [at, [value]] of part.entries()) rows.set(value, [2, number, at])
      }
      const own = objects.length + 3
      const start = length
      rows.set(own, [1, start, 0])
      const sorted = [...rows].sort(([a], [b]) => a - b)
      const hidden = isHybrid ? sorted.filter(([, [kind]]) => kind === 2) : sorted
      addObject(own, offsetStream(hidden, isHybrid ? '' : `/ID ${id}`, own + 1))
      if (isHybrid) {
        const table = addTable('', own + 1)
        add('\n')
        const last = add('xref\n0 0\n')
        const trailer = `/Root 1 0 R/Size ${own + 1}/ID${id}/Prev ${table}/XRefStm ${start}`
        add(`trailer\n<<${trailer}>>\nstartxref\n${last}\n%%EOF\n`)
        return Buffer.concat(parts)
      }
      add(`startxref\n${start}\n%%EOF\n`)
      return Buffer.concat(parts)
    },
  }
  let size = 0
  return file
}

function objectStream(values: (readonly [number, string])[]): ExampleObject {
  let at = 0
  const header = values.map(([number, value]) => {
    const start = at
    at += value.length + 1
    return `${number} ${start} `
  })
  const first = header.join('').length
  const text = `${header.join('')}${values.map(([, value]) => `${value}\n`).join('')}`
  const entries = `/Type/ObjStm/N ${values.length}/First ${first}/Filter/FlateDecode`
  return { entries, stream: deflated(Buffer.from(text, 'latin1')) }
}

/** Rows of 4 bytes with PNG's filter "up", as most writers make them. */
function offsetStream(rows: [number, Row][], entries: string, size: number): ExampleObject {
  let above = Buffer.alloc(4)
  const filtered = rows.map(([, [kind, second, third]]) => {
    const row = Buffer.from([kind, second >> 8, second & 0xff, third])
    const filtered = Buffer.from([2, ...row.map((byte, column) => byte - (above[column] ?? 0))])
    above = row
    return filtered
  })
  const index = rows.map(([number]) => `${number} 1`).join(' ')
  return {
    entries:
      `/Type/XRef/Root 1 0 R/Size ${size}/W[1 2 1]/Index[${index}]${entries}` +
      '/Filter[/FlateDecode]/DecodeParms[<</Predictor 12/Columns 4>>]',
    stream: deflated(Buffer.concat(filtered)),
  }
}

function deflated(bytes: Buffer): string {
  return deflateSync(bytes).toString('latin1')
}
