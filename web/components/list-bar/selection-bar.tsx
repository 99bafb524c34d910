import { exportFormats } from '../../api/links.ts'
import type { App } from '../../app/create-app.ts'
import { formatNumber } from '../../format/quantity.ts'
import { focusListLater } from '../document/focus-list.ts'
import { Icon } from '../icon.tsx'
import { Menu } from '../menu.tsx'

/** What is done with the chosen documents. */
export function SelectionBar({ app }: { app: App }) {
  const { selection, deletions, bulk, order } = app.listing
  const ids = selection.ids.value
  const busy = bulk.busy.value
  const leave = () => {
    selection.clear()
    focusListLater()
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="selection" role="group" aria-label="Chosen documents">
      <button
        type="button"
        class="icon-button"
        aria-label="Choose none"
        title="Choose none (Esc)"
        onClick={leave}
      >
        <Icon name="close" />
      </button>
      <strong role="status">{`${formatNumber(ids.length)} selected`}</strong>
      {ids.length < order.value.length && (
        <button
          type="button"
          class="quiet"
          title="Choose all that the list has loaded (Ctrl+A in the list)"
          onClick={selection.all}
        >
          {`All ${formatNumber(order.value.length)} loaded`}
        </button>
      )}
      <span class="selection-actions">
        <Menu
          name="Download"
          icon="download"
          note=": formats"
          {...(busy === 'zip' && { label: 'Preparing…' })}
        >
          {(close) => (
            <ul>
              {exportFormats.map(([format, name]) => (
                <li key={format}>
                  <button
                    type="button"
                    class="menu-item"
                    onClick={() => {
                      close()
                      void bulk.download(ids, format)
                    }}
                  >
                    {name}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Menu>
        <button
          type="button"
          class="quiet"
          title="Read the failed pages again, or all pages where none failed"
          aria-disabled={busy !== null}
          onClick={() => void bulk.redrive(ids)}
        >
          <Icon name="again" />
          <span class="wide">{busy === 'redrive' ? 'Submitting…' : 'Read again'}</span>
        </button>
        <button
          type="button"
          class="quiet"
          title="Delete the pictures and their texts (Del)"
          onClick={() => {
            deletions.add(ids)
            leave()
          }}
        >
          <Icon name="trash" />
          <span class="wide">Delete</span>
        </button>
      </span>
    </div>
  )
}
