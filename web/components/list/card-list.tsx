import { useSignal } from '@preact/signals'
import type { App } from '../../app/create-app.ts'
import type { Item } from '../../library/library.ts'
import type { Finding } from '../../library/search.ts'
import { Card } from './card.tsx'
import { ListEnd } from './list-end.tsx'

export interface CardListProps {
  app: App
  entries: readonly { item: Item; snippet?: Finding['snippet'] }[]
  hasOlder: boolean
  isLoading: boolean
  onOlder: () => void
}

const atOnce = 30

/** A list that grows as one comes near its end: what is here already first, then what the server has. */
export function CardList({ app, entries, hasOlder, isLoading, onOlder }: CardListProps) {
  const shown = useSignal(atOnce)
  const hasMore = shown.value < entries.length

  return (
    <>
      <ol class="cards" onKeyDown={moveBetweenCards}>
        {entries.slice(0, shown.value).map(({ item, snippet }) => (
          <li key={item.key}>
            <Card app={app} item={item} {...(snippet && { snippet })} />
          </li>
        ))}
      </ol>
      {(hasMore || hasOlder) && (
        <ListEnd
          // Anew after each growth, so that it asks again if it is still in sight.
          key={`${shown.value} ${entries.length}`}
          isLoading={isLoading && !hasMore}
          onReached={() => {
            if (hasMore) shown.value += atOnce
            else onOlder()
          }}
        />
      )}
    </>
  )
}

/** Up and down go from name to name. */
function moveBetweenCards(event: KeyboardEvent) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  if (!(event.target instanceof Element) || !event.target.matches('a.card-name')) return
  const neighbour = event.target.closest('li')?.[step[event.key]]
  const name = neighbour?.querySelector<HTMLElement>('a.card-name')
  if (!name) return
  event.preventDefault()
  name.focus()
}
