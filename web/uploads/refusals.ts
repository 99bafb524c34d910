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
  const isOpen = signal(false)
  /** Keys of refused uploads that are being sent again. */
  const retried = new Set<string>()

  return {
    list,
    /** Whether the reasons are shown; kept while the only refused file is sent again. */
    isOpen,
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
      for (const { key } of refusals) retried.delete(key)
      if (refusals.length > 0) list.value = [...refusals, ...list.value]
    },
    /** Takes out a refusal whose upload is sent again. */
    remove(refusal: Refusal) {
      retried.add(refusal.key)
      list.value = list.value.filter((each) => each !== refusal)
    },
    /** Called when an upload with this key was accepted or cancelled. */
    ended(key: string) {
      const wasRetried = retried.delete(key)
      if (wasRetried && retried.size === 0 && list.value.length === 0) isOpen.value = false
    },
    clear() {
      isOpen.value = false
      list.value = []
    },
  }
}

export type Refusals = ReturnType<typeof createRefusals>
