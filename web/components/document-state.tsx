import type { Document } from '../../functions/shared/api.ts'
import { confidenceOf } from '../library/document-text.ts'

/** Below this a text is worth a second look. */
const doubtful = 75

/** A document's state in a word or two. */
export function DocumentState({ document }: { document: Document }) {
  const { status, pages } = document
  const ended = pages.filter((page) => page.status !== 'queued').length
  const read = pages.filter((page) => page.status === 'done').length

  switch (status) {
    case 'queued':
      return <span class="state state-queued">Queued</span>
    case 'processing':
      return <span class="state state-processing">{`Reading… ${ended} of ${pages.length}`}</span>
    case 'failed':
      return <span class="state state-failed">Failed</span>
    case 'partial':
      return <span class="state state-failed">{`${read} of ${pages.length} pages`}</span>
    case 'done':
      return <Confidence percent={confidenceOf(document)} />
  }
}

export function Confidence({ percent }: { percent: number | null }) {
  if (percent === null) return <span class="state">Read</span>
  const title = `How sure the reading is of its words, on average: ${percent} of 100`
  return (
    <span class={percent < doubtful ? 'state state-doubtful' : 'state state-done'} title={title}>
      {`${percent}%`}
      <span class="unseen"> confidence</span>
    </span>
  )
}
