import { signal } from '@preact/signals'
import type { PageReading } from '../../functions/shared/http/api.ts'
import type { Change } from './change.ts'

/** Pages being read, as reported by the feed since it connected. */
export function createReadings() {
  const pages = signal<ReadonlySet<string>>(new Set())
  const keyOf = ({ id, page }: PageReading) => `${id} ${page}`

  function drop(isOver: (key: string) => boolean) {
    const left = [...pages.peek()].filter((key) => !isOver(key))
    if (left.length < pages.peek().size) pages.value = new Set(left)
  }

  return {
    add(reading: PageReading) {
      pages.value = new Set([...pages.peek(), keyOf(reading)])
    },
    /** Any change of a page ends its reading. */
    apply(change: Change) {
      if (change.kind === 'page') drop((key) => key === keyOf(change))
      else if (change.status === 'deleted') drop((key) => key.startsWith(`${change.id} `))
    },
    /** To be called on each connection: the feed sends all readings again. */
    clear: () => drop(() => true),
    has: (id: string, page: number) => pages.value.has(keyOf({ id, page })),
  }
}

export type Readings = ReturnType<typeof createReadings>
