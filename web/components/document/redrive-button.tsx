import type { Document } from '../../../functions/shared/http/api.ts'
import type { Actions } from '../../app/actions.ts'
import { Icon } from '../icon.tsx'

/** Redrives the failed pages of a finished document; renders nothing for other documents. */
export function RedriveButton({ document, actions }: { document: Document; actions: Actions }) {
  const { id, status, filename } = document
  if (status !== 'failed' && status !== 'partial') return null
  const isUnderWay = actions.redriving.value.has(id)
  return (
    <button
      type="button"
      class="quiet"
      title="Read the failed pages again"
      aria-disabled={isUnderWay}
      onClick={() => {
        if (!isUnderWay) void actions.redrive(id)
      }}
    >
      <Icon name="again" />
      <span class="wide">Read again</span>
      <span class="unseen"> {filename ?? 'Untitled'}</span>
    </button>
  )
}
