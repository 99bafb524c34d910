/** From one time to another the greatest append number was this; times are monotonic, in ms. */
export interface Mark {
  append: number
  fromMs: number
  toMs: number
}

export interface LostBounds {
  upTo: number
  after: number
}

/** With ten of them in LOST_AFTER_MS: what takes longer from append to end than ten times that is not seen. */
const maxMarks = 100

/** Notes that the greatest append number is this one now. Marks are in the order of time. */
export function addMark(marks: Mark[], append: number, nowMs: number): Mark[] {
  const last = marks.at(-1)
  if (last?.append === append) return [...marks.slice(0, -1), { ...last, toMs: nowMs }]
  return [...marks, { append, fromMs: nowMs, toMs: nowMs }].slice(-maxMarks)
}

/**
 * Which pages are lost if which have ended: those up to `upTo` were appended at least `afterMs` before any
 * above `after`. Latest first, so that the first one that finds any has found all.
 */
export function lostBounds(marks: Mark[], afterMs: number): LostBounds[] {
  return marks.toReversed().flatMap((newer) => {
    const older = latestBefore(marks, newer.toMs - afterMs)
    return older ? [{ upTo: older.append, after: newer.append }] : []
  })
}

/** The latest of those that were true at that time. */
export function latestBefore(marks: Mark[], timeMs: number): Mark | undefined {
  return marks.findLast((mark) => mark.fromMs <= timeMs)
}
