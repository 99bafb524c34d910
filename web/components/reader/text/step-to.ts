import type { Reader } from '../../../reader/create-reader.ts'

/** Makes the next or previous word of a list the current one; after the last one comes the first. */
export function stepTo(current: Reader['current'], list: readonly number[], step: 1 | -1) {
  const at = current.value
  const before = list.filter((index) => at === null || index < at)
  const after = list.filter((index) => at === null || index > at)
  current.value = (step < 0 ? (before.at(-1) ?? list.at(-1)) : (after[0] ?? list[0])) ?? null
}
