import { computed, type ReadonlySignal, signal } from '@preact/signals'

/** Chosen documents of the list `order`, for what is done with many at once. */
export function createSelection({ order }: { order: ReadonlySignal<readonly string[]> }) {
  const marked = signal<ReadonlySet<string>>(new Set())
  let last: string | null = null

  /** Ids between two documents, both included. */
  function between(one: string, other: string): string[] {
    const places = [order.value.indexOf(one), order.value.indexOf(other)].sort((a, b) => a - b)
    const [from = -1, to = -1] = places
    return from === -1 ? [other] : order.value.slice(from, to + 1)
  }

  return {
    /** Chosen documents that are still listed, in the order of the list. */
    ids: computed(() =>
      marked.value.size === 0 ? [] : order.value.filter((id) => marked.value.has(id)),
    ),
    has: (id: string) => marked.value.has(id),
    /** Chooses a document or not; with `isRange`, all from the last one on. */
    toggle(id: string, { isRange = false } = {}) {
      const changed = isRange && last !== null ? between(last, id) : [id]
      const isChosen = !marked.value.has(id)
      const next = new Set(marked.value)
      for (const each of changed) {
        if (isChosen) next.add(each)
        else next.delete(each)
      }
      marked.value = next
      last = id
    },
    /** Chooses all documents that the list has loaded. */
    all() {
      marked.value = new Set(order.value)
    },
    clear() {
      if (marked.value.size > 0) marked.value = new Set()
      last = null
    },
  }
}
