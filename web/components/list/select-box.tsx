import type { Document } from '../../../functions/shared/http/api.ts'
import type { App } from '../../app/create-app.ts'

/** Chooses a document; with Shift, all from the last choice on. */
export function SelectBox({ app, document }: { app: App; document: Document }) {
  const { selection } = app.listing
  return (
    <label class="select-box">
      <input
        type="checkbox"
        aria-label={`Select ${document.filename ?? 'Untitled'}`}
        checked={selection.has(document.id)}
        onClick={({ shiftKey }) => selection.toggle(document.id, { isRange: shiftKey })}
      />
    </label>
  )
}
