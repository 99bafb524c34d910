import { useSignal } from '@preact/signals'
import type { Document } from '../../../functions/shared/http/api.ts'
import type { App } from '../../app/create-app.ts'
import { toLanguageOptions } from '../../format/languages.ts'
import { formatCount } from '../../format/quantity.ts'
import { Menu } from '../menu.tsx'

/** Reads all pages again, in a language to choose. */
export function ReadAgainMenu({ app, document }: { app: App; document: Document }) {
  const list = app.languages.list.value
  const chosen = useSignal<string | null>(null)
  if (!list || document.finishedAt === null) return null
  const options = toLanguageOptions(list)
  const isOffered = options.some(({ value }) => value === document.language)
  const language = chosen.value ?? (isOffered ? document.language : list.default)
  const isUnderWay = app.actions.redriving.value.has(document.id)

  return (
    <Menu name="Read again" icon="again" note=": in a language">
      {(close) => (
        <div class="menu-form">
          <label>
            Language
            <select
              value={language}
              onChange={({ currentTarget }) => {
                chosen.value = currentTarget.value
              }}
            >
              {options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <p>The text stays until the new one is there. Corrections stay, too.</p>
          <button
            type="button"
            class="button"
            aria-disabled={isUnderWay}
            onClick={() => {
              if (isUnderWay) return
              close()
              void app.actions.redrive(document.id, language)
            }}
          >
            {`Read ${formatCount(document.pages.length, 'page')} again`}
          </button>
        </div>
      )}
    </Menu>
  )
}
