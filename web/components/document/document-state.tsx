import type { Document, Page } from '../../../functions/shared/http/api.ts'
import { pageStateOf, type State, stateOf } from '../../format/state.ts'
import type { Readings } from '../../live/readings.ts'

export function DocumentState({ document, readings }: { document: Document; readings: Readings }) {
  const isBeingRead = document.pages.some(({ page }) => readings.has(document.id, page))
  return <StateText state={stateOf(document, isBeingRead)} />
}

export function PageState({ page, isBeingRead }: { page: Page; isBeingRead: boolean }) {
  return <StateText state={pageStateOf(page, isBeingRead)} />
}

function StateText({ state: { text, tone, note } }: { state: State }) {
  const isConfidence = tone === 'sure' || tone === 'doubtful'
  const title = note
    ? `Confidence of the words, reduced by the share not read: ${text}. ${note}`
    : `Mean confidence of the words: ${text}`
  return (
    <span class={`state state-${tone}`} {...(isConfidence && { title })}>
      {text}
      {isConfidence && <span class="unseen"> confidence{note && `. ${note}`}</span>}
    </span>
  )
}
