import type { Document, Page } from '../../functions/shared/api.ts'
import { pageStateOf, type State, stateOf } from '../format/state.ts'

/** A document's state in a word or two. */
export function DocumentState({ document }: { document: Document }) {
  return <StateText state={stateOf(document)} />
}

/** The same of one of its pages. */
export function PageState({ page }: { page: Page }) {
  return <StateText state={pageStateOf(page)} />
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
