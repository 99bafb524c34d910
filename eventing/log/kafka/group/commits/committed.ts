import type { Progress } from '../../../window.ts'

/** A group's progress as Kafka stores it: the committed offset and its metadata string. */
export interface Committed {
  /** First unfinished offset. */
  offset: number
  metadata: string
}

/** Metadata length of a full window at any distance between its records. Kafka's default limit is 4096. */
export const maxMetadataBytes = 3500

/**
 * `<position>` or `<position>;<open>,<open>…`, each open record `<offset>` or `<offset>.<attempts>`. Numbers are in
 * base 36; the position is relative to the committed offset, each open offset to the previous one.
 *
 *   position 180, open 100 (3 attempts), 105 and 170   →   offset 100, metadata "28;0.3,5,1t"
 */
export function toCommitted({ position, open }: Progress): Committed {
  const [first] = open
  if (!first) return { offset: position, metadata: '' }
  let previous = first.offset
  const list = open.map(({ offset, attempts }) => {
    const distance = encode(offset - previous)
    previous = offset
    return attempts === 0 ? distance : `${distance}.${encode(attempts)}`
  })
  return { offset: first.offset, metadata: `${encode(position - first.offset)};${list.join(',')}` }
}

/** Metadata of another program is ignored: every record from the offset on is unfinished. */
export function fromCommitted({ offset, metadata }: Committed): Progress {
  const nothingOpen = { position: offset, open: [] }
  if (!/^[0-9a-z]+;[0-9a-z]+(\.[0-9a-z]+)?(,[0-9a-z]+(\.[0-9a-z]+)?)*$/.test(metadata)) {
    return nothingOpen
  }
  const [distance = '', list = ''] = metadata.split(';')
  const position = offset + decode(distance)
  let at = offset
  const open = list.split(',').map((entry) => {
    const [step = '', attempts = '0'] = entry.split('.')
    at += decode(step)
    return { offset: at, attempts: decode(attempts) }
  })
  return at < position ? { position, open } : nothingOpen
}

const encode = (number: number) => number.toString(36)
const decode = (text: string) => Number.parseInt(text, 36)
