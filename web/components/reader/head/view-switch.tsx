import type { ReaderSettings, ReaderView } from '../../../reader/reader-settings.ts'
import { Icon } from '../../icon.tsx'

const names: [ReaderView, string][] = [
  ['picture', 'Picture'],
  ['both', 'Side by side'],
  ['text', 'Text'],
]

/** Picture, text, or both. */
export function ViewSwitch({ settings }: { settings: ReaderSettings }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="view-switch" role="group" aria-label="View">
      {names.map(([view, name]) => (
        <button
          key={view}
          type="button"
          aria-pressed={settings.view.value === view}
          title={name}
          onClick={() => {
            settings.view.value = view
          }}
        >
          <Icon name={view} />
          <span class="wide">{name}</span>
        </button>
      ))}
    </div>
  )
}
