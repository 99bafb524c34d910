import { useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { chunkLength } from '../../list/chunk-window.ts'
import { Card } from './card.tsx'
import { ListEnd } from './list-end.tsx'
import { Row } from './row.tsx'
import { useChunkWindow } from './use-chunk-window.ts'

export interface DocumentListProps {
  app: App
  isLoading: boolean
  /** The last attempt to load older documents failed. */
  hasFailed: boolean
}

/**
 * Endless list as cards or rows. Only what is near the view is in the page and loaded, however long the list is.
 */
export function DocumentList({ app, isLoading, hasFailed }: DocumentListProps) {
  const { nearby, settings, loadOlder } = app.listing
  const entries = app.listing.entries.value
  const hasOlder = app.listing.hasOlder.value
  const layout = settings.layout.value
  const list = useRef<HTMLOListElement>(null)
  const { from, to, before, after } = useChunkWindow(list, { length: entries.length, layout })
  const start = from * chunkLength

  useLayoutEffect(() => {
    nearby.set(entries, start, to * chunkLength)
  }, [entries, from, to])

  return (
    <>
      <ol ref={list} class={layout} onKeyDown={moveBetweenEntries}>
        {before > 0 && <Spacer key="before" height={before} />}
        {entries.slice(start, to * chunkLength).map(({ item, snippet }, index) => (
          <li
            key={item.key}
            data-id={item.id}
            aria-posinset={start + index + 1}
            aria-setsize={hasOlder ? -1 : entries.length}
          >
            {layout === 'rows' && item.id !== null ? (
              <Row app={app} item={item} {...(snippet && { snippet })} />
            ) : (
              <Card app={app} item={item} {...(snippet && { snippet })} />
            )}
          </li>
        ))}
        {after > 0 && <Spacer key="after" height={after} />}
      </ol>
      {hasOlder && (
        <ListEnd
          // A new key after each growth: a new observer fires if the end is still in sight.
          key={entries.length}
          {...{ isLoading, hasFailed }}
          onReached={loadOlder}
        />
      )}
    </>
  )
}

function Spacer({ height }: { height: number }) {
  return <li class="spacer" aria-hidden="true" style={{ height: `${height}px` }} />
}

/** Arrow up and down move the focus from a name, or the box beside it, to the next name. */
function moveBetweenEntries(event: KeyboardEvent) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  if (!(event.target instanceof Element) || !event.target.matches('a.card-name, .select-box input'))
    return
  const neighbour = event.target.closest('li')?.[step[event.key]]
  const name = neighbour?.querySelector<HTMLElement>('a.card-name')
  if (!name) return
  event.preventDefault()
  name.focus()
}
