import { crc32, deflateSync, inflateSync } from 'node:zlib'

/** Effect of a stub page: read normally, always fails, or kills its reader. */
export const stubKinds = ['page', 'refused', 'poison'] as const
export type StubKind = (typeof stubKinds)[number]

export interface StubPage {
  kind: StubKind
  number: number
}

/**
 * A picture of one row of grey pixels that encodes its own text, so that thousands can be read in seconds:
 *
 *   8 px mark │ 1 px kind │ 4 px number │ 3 px left white
 */
const mark = Buffer.from('drill!!!')
const width = 16
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** PNG; pages with a different number or kind have different bytes. */
export function drawStubPage({ kind, number }: StubPage): Uint8Array {
  const row = Buffer.alloc(width, 0xff)
  mark.copy(row)
  row.writeUInt8(stubKinds.indexOf(kind), mark.length)
  row.writeUInt32BE(number, mark.length + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(1, 4)
  header.writeUInt8(8, 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat([Buffer.of(0), row]))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Null for any other picture. */
export function readStubPage(image: Uint8Array): StubPage | null {
  const png = Buffer.from(image.buffer, image.byteOffset, image.byteLength)
  if (!png.subarray(0, 8).equals(signature) || png.length > 200) return null
  if (png.readUInt32BE(16) !== width || png.readUInt32BE(20) !== 1) return null
  if (png.toString('latin1', 37, 41) !== 'IDAT') return null
  const data = png.subarray(41, 41 + png.readUInt32BE(33))
  const row = inflateSync(data).subarray(1)
  if (!row.subarray(0, mark.length).equals(mark)) return null
  const kind = stubKinds[row.readUInt8(mark.length)]
  return kind ? { kind, number: row.readUInt32BE(mark.length + 1) } : null
}

export function textOf({ number }: StubPage): string {
  return `page ${number}`
}

/** https://www.w3.org/TR/png-3/#5Chunk-layout : length, type, data, CRC of type and data. */
function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, crc])
}
