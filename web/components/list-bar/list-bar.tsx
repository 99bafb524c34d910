import type { App } from '../../app/create-app.ts'
import type { ListLayout } from '../../list/list-settings.ts'
import { Icon } from '../icon.tsx'
import { Filters } from './filters.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { useListKeys } from './use-list-keys.ts'

const layouts: [ListLayout, string][] = [
  ['cards', 'Cards'],
  ['rows', 'Compact list'],
]

/** Above the list: what is listed and how, or what is done with the chosen documents. */
export function ListBar({ app }: { app: App }) {
  const { selection, settings } = app.listing
  const isChoosing = selection.ids.value.length > 0
  useListKeys(app)
  return (
    <div class={isChoosing ? 'list-bar list-bar-choosing' : 'list-bar'}>
      {isChoosing ? <SelectionBar app={app} /> : <Filters navigation={app.navigation} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div class="layout-switch" role="group" aria-label="Layout">
        {layouts.map(([layout, name]) => (
          <button
            key={layout}
            type="button"
            class="icon-button"
            aria-label={name}
            aria-pressed={settings.layout.value === layout}
            title={name}
            onClick={() => {
              settings.layout.value = layout
            }}
          >
            <Icon name={layout} />
          </button>
        ))}
      </div>
    </div>
  )
}
