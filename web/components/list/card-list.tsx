import { useSignal } from '@preact/signals'
import type { App } from '../../app/create-app.ts'
import type { Item } from '../../library/library.ts'
import type { SearchResult } from '../../library/search.ts'
import { Card } from './card.tsx'
import { ListEnd } from './list-end.tsx'

export interface CardListProps {
  app: App
  entries: readonly { item: Item; snippet?: SearchResult['snippet'] }[]
  hasOlder: boolean
  isLoading: boolean
  onOlder: () => void
}

const cardsPerStep = 30

/** List that grows as its end comes near: first the loaded entries, then older ones from the server. */
export function CardList({ app, entries, hasOlder, isLoading, onOlder }: CardListProps) {
  const shown = useSignal(cardsPerStep)
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
          // A new key after each growth: a new observer fires if the end is still in sight.
          key={`${shown.value} ${entries.length}`}
          isLoading={isLoading && !hasMore}
          onReached={() => {
            if (hasMore) shown.value += cardsPerStep
            else onOlder()
          }}
        />
      )}
    </>
  )
}

/** Arrow up and down move the focus from name to name. */
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
