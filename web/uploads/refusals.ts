import { computed, signal } from '@preact/signals'
import { formatCount, formatNumber } from '../format/quantity.ts'
import type { Fault } from './files/check-file.ts'
import type { Upload } from './upload.ts'

/** A file that did not become a document, or several that were to be one. */
export interface Refusal {
  key: string
  name: string
  fault: Fault
  /** The server's code; null if nothing was sent. */
  code: string | null
  /** Null for a file that was left out when it was picked. */
  upload: Upload | null
}

/** Files that were refused by the page or the server, until the user has seen them. */
export function createRefusals() {
  const list = signal<readonly Refusal[]>([])

  return {
    list,
    /** `5 files were not taken: 3 no picture or PDF, 2 empty`. */
    summary: computed(() => {
      const groups = Map.groupBy(list.value, ({ fault }) => fault.title)
      const parts = [...groups]
        .sort(([, one], [, other]) => other.length - one.length)
        .map(([title, { length }]) => `${formatNumber(length)} ${title}`)
      const were = list.value.length === 1 ? 'was' : 'were'
      return `${formatCount(list.value.length, 'file')} ${were} not taken: ${parts.join(', ')}`
    }),
    add(refusals: readonly Refusal[]) {
      if (refusals.length > 0) list.value = [...refusals, ...list.value]
    },
    remove(refusal: Refusal) {
      list.value = list.value.filter((each) => each !== refusal)
    },
    clear() {
      list.value = []
    },
  }
}

export type Refusals = ReturnType<typeof createRefusals>
