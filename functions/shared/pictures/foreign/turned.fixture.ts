/** A box of ISO/IEC 14496-12: its content is from `start` to `end`. */
interface Box {
  at: number
  start: number
  end: number
}

const headerBytes = 8

function boxesIn(file: Buffer, from: number, to: number): Map<string, Box> {
  const boxes = new Map<string, Box>()
  for (let at = from; at < to; ) {
    const end = at + file.readUInt32BE(at)
    boxes.set(file.toString('latin1', at + 4, at + headerBytes), {
      at,
      start: at + headerBytes,
      end,
    })
    at = end
  }
  return boxes
}

/**
 * The HEIC, whose only picture has at most four properties, turned to the left by quarters (ISO/IEC 23008-12, 6.5.10):
 * as phones write pictures that were taken upright.
 */
export function turned(heic: Buffer, quarters: number): Buffer {
  const found = (boxes: Map<string, Box>, name: string): Box => {
    const box = boxes.get(name)
    if (!box) throw new Error(`Expected a box ${name}`)
    return box
  }
  const meta = found(boxesIn(heic, 0, heic.length), 'meta')
  const inMeta = boxesIn(heic, meta.start + 4, meta.end)
  const [iprp, iloc] = [found(inMeta, 'iprp'), found(inMeta, 'iloc')]
  const inIprp = boxesIn(heic, iprp.start, iprp.end)
  const [ipco, ipma] = [found(inIprp, 'ipco'), found(inIprp, 'ipma')]
  const property = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot'), quarters])
  const association = Buffer.of(0x80 | (boxesIn(heic, ipco.start, ipco.end).size + 1))

  const changed = Buffer.from(heic)
  const grow = ({ at }: Box, bytes: number) =>
    changed.writeUInt32BE(changed.readUInt32BE(at) + bytes, at)
  grow(ipco, property.length)
  grow(ipma, association.length)
  for (const box of [iprp, meta]) grow(box, property.length + association.length)
  // Version and flags, number of items (4 bytes), item (2), number of its properties.
  const countAt = ipma.start + 4 + 4 + 2
  changed.writeUInt8(changed.readUInt8(countAt) + 1, countAt)
  // Version and flags, sizes (2 bytes), number of items (2), item (2), reference (2), offset.
  const offsetAt = iloc.start + 4 + 2 + 2 + 2 + 2
  const added = property.length + association.length
  changed.writeUInt32BE(changed.readUInt32BE(offsetAt) + added, offsetAt)
  return Buffer.concat([
    ...[changed.subarray(0, ipco.end), property],
    ...[changed.subarray(ipco.end, ipma.end), association],
    changed.subarray(ipma.end),
  ])
}

/** The HEIF, of three compatible brands, with those of an AVIF and of a HEIC: ISO/IEC 14496-12, 4.3. */
export function withBothBrands(heif: Buffer): Buffer {
  const changed = Buffer.from(heif)
  changed.write('mif1\0\0\0\0mif1avifheic', headerBytes, 'latin1')
  return changed
}
