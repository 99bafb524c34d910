import type { Document, Page } from '../../../functions/shared/http/api.ts'
import { pageStateOf, type State, stateOf } from '../../format/state.ts'
import type { Readings } from '../../live/readings.ts'

/** A document's state in a word or two. */
export function DocumentState({ document, readings }: { document: Document; readings: Readings }) {
  const isBeingRead = document.pages.some(({ page }) => readings.isRead(document.id, page))
  return <StateText state={stateOf(document, isBeingRead)} />
}

/** The same of one of its pages. */
export function PageState({ page, isBeingRead }: { page: Page; isBeingRead: boolean }) {
  return <StateText state={pageStateOf(page, isBeingRead)} />
}

function StateText({ state: { text, tone, note } }: { state: State }) {
  const isConfidence = tone === 'sure' || tone === 'doubtful'
  const title = note
    ? `Confidence of the words, less what was not read: ${text}. ${note}`
    : `How sure the reading is of its words, on average: ${text}`
  return (
    <span class={`state state-${tone}`} {...(isConfidence && { title })}>
      {text}
      {isConfidence && <span class="unseen"> confidence{note && `. ${note}`}</span>}
    </span>
  )
}
