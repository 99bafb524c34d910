/** A box of ISO/IEC 14496-12, or a full box with a version. */
function box(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint(4, body.length + 8), Buffer.from(type, 'latin1'), body])
}
const full = (type: string, version: number, ...parts: Buffer[]) =>
  box(type, Buffer.from([version, 0, 0, 0]), ...parts)

function uint(bytes: 2 | 4, ...values: number[]): Buffer {
  const buffer = Buffer.alloc(bytes * values.length)
  for (const [at, value] of values.entries()) buffer.writeUIntBE(value, at * bytes, bytes)
  return buffer
}

/** The first box of a type. */
function boxOf(heic: Buffer, type: string): Buffer {
  const at = heic.indexOf(type, 0, 'latin1') - 4
  return heic.subarray(at, at + heic.readUInt32BE(at))
}

export interface Grid {
  columns: number
  rows: number
  width: number
  height: number
}

/**
 * A picture of tiles, as phones write it: each is the only picture of `heic`, whose bytes are in the file once. ISO/IEC
 * 23008-12, 6.6.2.3
 */
export function gridOf(heic: Buffer, { columns, rows, width, height }: Grid): Buffer {
  const coded = boxOf(heic, 'mdat').subarray(8)
  const tiles = Array.from({ length: columns * rows }, (_, index) => index + 1)
  const id = tiles.length + 1
  const grid = Buffer.concat([Buffer.from([0, 0, rows - 1, columns - 1]), uint(2, width, height)])
  const infoOf = (item: number, type: string) =>
    full('infe', 2, uint(2, item, 0), Buffer.from(`${type}\0`))
  const properties = [
    boxOf(heic, 'hvcC'),
    boxOf(heic, 'ispe'),
    full('ispe', 0, uint(4, width, height)),
  ]
  const ofItem = (item: number, ...indices: number[]) =>
    Buffer.concat([uint(2, item), Buffer.from([indices.length, ...indices])])
  const associations = [...tiles.map((item) => ofItem(item, 0x81, 2)), ofItem(id, 3)]
  const metaAt = (start: number) => {
    const place = (item: number, method: number, from: number, length: number) =>
      Buffer.concat([uint(2, item, method, 0, 1), uint(4, from, length)])
    const places = [
      ...tiles.map((item) => place(item, 0, start, coded.length)),
      place(id, 1, 0, grid.length),
    ]
    return full(
      'meta',
      0,
      full('hdlr', 0, Buffer.from('\0\0\0\0pict'), Buffer.alloc(13)),
      full('pitm', 0, uint(2, id)),
      full('iloc', 1, Buffer.from([0x44, 0]), uint(2, id), ...places),
      full(
        'iinf',
        0,
        uint(2, id),
        ...tiles.map((item) => infoOf(item, 'hvc1')),
        infoOf(id, 'grid'),
      ),
      full('iref', 0, box('dimg', uint(2, id, tiles.length, ...tiles))),
      box('iprp', box('ipco', ...properties), full('ipma', 0, uint(4, id), ...associations)),
      box('idat', grid),
    )
  }
  const type = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'))
  const { length } = metaAt(0)
  return Buffer.concat([type, metaAt(type.length + length + 8), box('mdat', coded)])
}
