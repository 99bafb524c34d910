import { createHash } from 'node:crypto'

export interface ExamplePage {
  /** Width and height in points. */
  size?: [number, number]
  /** Lines of 24 points, in Helvetica. */
  lines?: string[]
  /** A scan, as wide and high as the page. */
  jpeg?: { bytes: Buffer; width: number; height: number }
  /** Further entries of the page, such as `/Rotate 90`. */
  entries?: string
  /** Further operators of the content. */
  content?: string
}

/** A document in memory, in pieces. */
export function sourceOf(pdf: Uint8Array) {
  async function* read(from: number, to: number) {
    for (let at = from; at < to; at += 10_000) yield pdf.subarray(at, Math.min(at + 10_000, to))
  }
  return { read, length: pdf.length }
}

type ExampleObject = { entries: string; stream?: Buffer }

/**
 * PDF of pages, in the oldest form that readers accept; with a password, encrypted with RC4 of 40 bits. `catalog` has
 * further entries of the catalog.
 */
export function pdfOf(pages: ExamplePage[], password?: string, catalog = ''): Buffer {
  const firstPage = 4
  const perPage = 3
  const pageNumbers = pages.map((_, index) => firstPage + perPage * index)
  const kids = pageNumbers.map((number) => `${number} 0 R`).join(' ')
  const objects: ExampleObject[] = [
    { entries: `/Type /Catalog /Pages 2 0 R ${catalog}` },
    { entries: `/Type /Pages /Kids [${kids}] /Count ${pages.length}` },
    { entries: '/Type /Font /Subtype /Type1 /BaseFont /Helvetica' },
    ...pages.flatMap((page, index) => objectsOf(page, firstPage + perPage * index)),
  ]
  const encryption = password === undefined ? null : encryptionOf(password)
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  let length = parts[0]?.length ?? 0
  const offsets: number[] = []
  const add = (part: Buffer) => {
    parts.push(part)
    length += part.length
  }
  for (const [index, { entries, stream }] of objects.entries()) {
    offsets.push(length)
    const bytes = stream && encryption ? encryption.encrypt(index + 1, stream) : stream
    const dictionary = bytes ? `${entries} /Length ${bytes.length}` : entries
    add(Buffer.from(`${index + 1} 0 obj\n<<${dictionary}>>\n`))
    if (bytes) add(Buffer.concat([Buffer.from('stream\n'), bytes, Buffer.from('\nendstream\n')]))
    add(Buffer.from('endobj\n'))
  }
  const start = length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
  add(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`))
  const trailer = `/Size ${objects.length + 1} /Root 1 0 R ${encryption?.entries ?? ''}`
  add(Buffer.from(`trailer\n<<${trailer}>>\nstartxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** Objects of a page: the page, its content, its scan. */
function objectsOf(page: ExamplePage, number: number): ExampleObject[] {
  const { size: [width, height] = [612, 792], lines = [], jpeg, entries = '', content = '' } = page
  const shown = lines.map((line, index) => {
    const escaped = line.replaceAll(/[()\\]/g, '\\$&')
    return `BT /F 24 Tf 36 ${height - 60 - 40 * index} Td (${escaped}) Tj ET`
  })
  const scan = jpeg ? [`q ${width} 0 0 ${height} 0 0 cm /I Do Q`] : []
  const resources = `<</Font <</F 3 0 R>> /XObject <</I ${number + 2} 0 R>>>>`
  return [
    {
      entries:
        `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Resources ${resources} ` +
        `/Contents ${number + 1} 0 R ${entries}`,
    },
    { entries: '', stream: Buffer.from([...scan, ...shown, content].join('\n')) },
    {
      entries:
        `/Type /XObject /Subtype /Image /Width ${jpeg?.width ?? 1} /Height ${jpeg?.height ?? 1} ` +
        '/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode',
      stream: jpeg?.bytes ?? Buffer.alloc(0),
    },
  ]
}

const padding = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
)
const keyBytes = 5

/** Standard security handler of revision 2: ISO 32000-1, 7.6.3. Owner and user have the same password. */
function encryptionOf(password: string) {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32)
  const id = Buffer.alloc(16, 7)
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff])
  const owner = rc4(md5(padded).subarray(0, keyBytes), padded)
  const key = md5(padded, owner, permissions, id).subarray(0, keyBytes)
  const hex = (bytes: Buffer) => `<${bytes.toString('hex')}>`
  return {
    entries:
      `/Encrypt <</Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O ${hex(owner)} ` +
      `/U ${hex(rc4(key, padding))}>> /ID [${hex(id)} ${hex(id)}]`,
    encrypt(object: number, bytes: Buffer): Buffer {
      const number = Buffer.from([object & 0xff, object >> 8, object >> 16, 0, 0])
      return rc4(md5(key, number).subarray(0, keyBytes + 5), bytes)
    },
  }
}

function md5(...parts: Buffer[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest()
}

function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index)
  const swap = (i: number, j: number) => {
    ;[state[i], state[j]] = [state[j] ?? 0, state[i] ?? 0]
  }
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 0xff
    swap(i, j)
  }
  let [i, j] = [0, 0]
  return bytes.map((byte) => {
    i = (i + 1) & 0xff
    j = (j + (state[i] ?? 0)) & 0xff
    swap(i, j)
    return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 0xff] ?? 0)
  }) as Buffer
}
