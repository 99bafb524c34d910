/**
 * What a group has done of a partition: everything before `position` is finished, but for what is open.
 * Records are listed, not computed: offsets may be missing from a partition.
 */
export interface Progress {
  /** The first offset that was never handed over. */
  position: number
  /** Ascending. */
  open: { offset: number; attempts: number }[]
}

/** As a log keeps it: Kafka's committed offset, and the metadata string beside it. */
export interface Committed {
  /** The first unfinished offset. */
  offset: number
  metadata: string
}

/** So many open records are told of in at most `maxMetadataBytes`, however far apart they are. */
export const maxWindow = 200
export const maxMetadataBytes = 3500

/** The records of a partition that are under way. */
export interface Window {
  position(): number
  /** How many are open. */
  size(): number
  begin(offset: number): void
  attempted(offset: number, attempts: number): void
  finish(offset: number): void
  progress(): Progress
}

export function createWindow({ position, open }: Progress): Window {
  let next = position
  // Kept ascending: what was open comes first, and the rest is begun in order.
  const attemptsAt = new Map(open.map(({ offset, attempts }) => [offset, attempts]))
  return {
    position: () => next,
    size: () => attemptsAt.size,
    begin(offset) {
      attemptsAt.set(offset, 0)
      next = offset + 1
    },
    attempted(offset, attempts) {
      if (attemptsAt.has(offset)) attemptsAt.set(offset, attempts)
    },
    finish(offset) {
      attemptsAt.delete(offset)
    },
    progress: () => ({
      position: next,
      open: [...attemptsAt].map(([offset, attempts]) => ({ offset, attempts })),
    }),
  }
}

/**
 * `<position>` or `<position>;<open>,<open>…`, each open one `<offset>` or `<offset>.<attempts>`. Numbers in
 * base 36; the position counts from the committed offset, an open offset from the one before it.
 *
 *   position 180, open 100 (3 attempts), 105 and 170   →   offset 100, metadata "28;0.3,5,1t"
 */
export function toCommitted({ position, open }: Progress): Committed {
  const [first] = open
  if (!first) return { offset: position, metadata: '' }
  let before = first.offset
  const list = open.map(({ offset, attempts }) => {
    const distance = encode(offset - before)
    before = offset
    return attempts === 0 ? distance : `${distance}.${encode(attempts)}`
  })
  return { offset: first.offset, metadata: `${encode(position - first.offset)};${list.join(',')}` }
}

/** What another program wrote beside the offset says nothing: everything from the offset on is unfinished. */
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
