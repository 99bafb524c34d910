import { signal } from '@preact/signals'
import type { PageReading } from '../../functions/shared/http/api.ts'
import type { Change } from './change.ts'

/** Pages that a reader has, as far as the feed has said since the connection is open. */
export function createReadings() {
  const pages = signal<ReadonlySet<string>>(new Set())
  const keyOf = ({ id, page }: PageReading) => `${id} ${page}`

  function drop(isOver: (key: string) => boolean) {
    const left = [...pages.peek()].filter((key) => !isOver(key))
    if (left.length < pages.peek().size) pages.value = new Set(left)
  }

  return {
    note(reading: PageReading) {
      pages.value = new Set([...pages.peek(), keyOf(reading)])
    },
    /** Whatever became of a page, its reader is done with it. */
    apply(change: Change) {
      if (change.kind === 'page') drop((key) => key === keyOf(change))
      else if (change.status === 'deleted') drop((key) => key.startsWith(`${change.id} `))
    },
    /** A connection that begins tells all anew. */
    clear: () => drop(() => true),
    isRead: (id: string, page: number) => pages.value.has(keyOf({ id, page })),
  }
}

export type Readings = ReturnType<typeof createReadings>
