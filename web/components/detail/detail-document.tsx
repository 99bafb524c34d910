import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { goneReason } from '../../app/detail.ts'
import { textOf } from '../../library/document-text.ts'
import type { Item } from '../../library/library.ts'
import { DeleteButton } from '../document/delete-button.tsx'
import { DocumentState } from '../document/document-state.tsx'
import { Marked } from '../document/marked.tsx'
import { RedriveButton } from '../document/redrive-button.tsx'
import { TextActions } from '../document/text-actions.tsx'
import { Icon, type IconName } from '../icon.tsx'
import { DetailPage } from './detail-page.tsx'

/** Each page's picture beside its full text. */
export function DetailDocument({ app, item }: { app: App; item: Item }) {
  const { detail, navigation, actions } = app
  const scroller = useRef<HTMLElement>(null)
  const document = item.document.value
  const route = navigation.route.value

  useEffect(() => {
    const pages = scroller.current
    if (!pages) return
    pages.scrollTo(0, scrollTargetOf(pages, route.page))
    // With the focus here, up and down scroll; left and right switch documents.
    pages.focus({ preventScroll: true })
  }, [route.documentId, route.page])

  if (!document) return <p class="nothing">{goneReason}</p>
  const text = textOf(document)
  const { at, of } = detail.place.value
  const name = document.filename ?? 'Untitled'
  return (
    <>
      <header class="detail-head">
        <h2 aria-live="polite" title={name}>
          <Marked text={name} query={route.query} />
        </h2>
        <DocumentState document={document} readings={app.readings} />
        <span class="detail-actions">
          <RedriveButton document={document} actions={actions} />
          {text !== '' && <TextActions key={document.id} document={document} text={text} />}
          <DeleteButton
            key={`delete ${document.id}`}
            name={name}
            onDelete={() => {
              navigation.close()
              void actions.remove(document.id)
            }}
          />
        </span>
        {at > 0 && (
          <nav class="detail-turn" aria-label="Documents">
            <SwitchButton
              name="previous"
              id={detail.previous.value}
              onSwitch={navigation.switchTo}
            />
            <span>{`${at} of ${of}`}</span>
            <SwitchButton name="next" id={detail.next.value} onSwitch={navigation.switchTo} />
          </nav>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keyboards must reach it */}
      <section class="detail-pages" ref={scroller} tabIndex={0} aria-label="Pages">
        {document.pages.map((each) => (
          <DetailPage
            key={`${document.id} ${each.page}`}
            documentId={document.id}
            page={each}
            isBeingRead={app.readings.has(document.id, each.page)}
            isOnly={document.pages.length === 1}
            languages={app.languages.list.value}
            query={route.query}
          />
        ))}
      </section>
    </>
  )
}

/**
 * Scroll offset of the requested page; for page 1, of the first search hit if it is out of sight. Not
 * scrollIntoView, which would scroll the dialog as well.
 */
function scrollTargetOf(pages: HTMLElement, page: number): number {
  const topOf = (element: Element) =>
    element.getBoundingClientRect().top - pages.getBoundingClientRect().top + pages.scrollTop
  if (page > 1) {
    const element = pages.querySelector(`[data-page="${page}"]`)
    return element ? topOf(element) : 0
  }
  const hit = pages.querySelector('mark')
  const top = hit ? topOf(hit) : 0
  return top < pages.clientHeight * 0.9 ? 0 : top - pages.clientHeight / 3
}

interface TurnButtonProps {
  name: IconName & ('previous' | 'next')
  id: string | null
  onSwitch: (id: string) => void
}

function SwitchButton({ name, id, onSwitch }: TurnButtonProps) {
  const key = name === 'previous' ? '←' : '→'
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={`${name === 'previous' ? 'Previous' : 'Next'} document`}
      title={`${name === 'previous' ? 'Previous' : 'Next'} (${key})`}
      disabled={id === null}
      onClick={() => id !== null && onSwitch(id)}
    >
      <Icon name={name} />
    </button>
  )
}
