import { useSignal } from '@preact/signals'
import type { Document, Page } from '../../../../functions/shared/http/api.ts'
import type { RedriveChoice } from '../../../api/api.ts'
import type { App } from '../../../app/create-app.ts'
import { toLanguageOptions } from '../../../format/languages.ts'
import { formatCount } from '../../../format/quantity.ts'
import { Menu } from '../../menu.tsx'

export interface ReadAgainMenuProps {
  app: App
  document: Document
  page: Page
}

interface Option<T> {
  value: T
  label: string
}

interface Choices {
  isAll: boolean
  /** Empty if unchanged, like `text`. */
  language: string
  text: '' | 'ocr' | 'auto'
  /** Degrees clockwise, from how the page is shown. */
  turn: number
}

const asBefore = { value: '', label: 'as before' } as const
const turns: Option<Choices['turn']>[] = [
  { value: 0, label: 'as shown' },
  { value: 270, label: 'turned left' },
  { value: 90, label: 'turned right' },
  { value: 180, label: 'turned upside down' },
]
const texts: Option<Choices['text']>[] = [
  asBefore,
  { value: 'ocr', label: 'recognized on the picture' },
  { value: 'auto', label: 'of the PDF, if it is sound' },
]
const unchanged: Omit<Choices, 'isAll'> = { language: '', text: '', turn: 0 }
const isPdf = /\.pdf$/i

/** Reads the shown page or all pages again: in a language, turned, or with the text of a PDF recognized. */
export function ReadAgainMenu({ app, document, page }: ReadAgainMenuProps) {
  const choice = useSignal<Choices>({ isAll: false, ...unchanged })
  const list = app.languages.list.value
  if (!list || document.finishedAt === null) return null
  const count = document.pages.length
  const { isAll, language, text, turn } = choice.value
  const isUnderWay = app.actions.redriving.value.has(document.id)
  const hasOwnText = page.engine === 'text-layer' || isPdf.test(document.filename ?? '')
  const change = (changes: Partial<Choices>) => {
    choice.value = { ...choice.value, ...changes }
  }

  function send() {
    const how = { ...(language !== '' && { language }), ...(text !== '' && { text }) }
    const turned = (rotate = 0) => (turn === 0 ? {} : { rotate: (rotate + turn) % 360 })
    const redrive = (pages: RedriveChoice['pages'], rotate?: number) =>
      void app.actions.redrive(document.id, { pages, ...how, ...turned(rotate) })
    if (!isAll) redrive([page.page], page.rotate)
    else if (turn === 0) redrive('all')
    // Each page is turned from how it is shown.
    else {
      for (const [rotate, pages] of Map.groupBy(document.pages, (each) => each.rotate ?? 0)) {
        redrive(
          pages.map((each) => each.page),
          rotate,
        )
      }
    }
    change(unchanged)
  }

  return (
    <Menu name="Read again" icon="again" note=": pages, language, turn">
      {(close) => (
        <div class="menu-form">
          {count > 1 && (
            <fieldset>
              <legend>Pages</legend>
              <Scope
                label="This page"
                isChosen={!isAll}
                onChoose={() => change({ isAll: false })}
              />
              <Scope
                label={`All ${count} pages`}
                isChosen={isAll}
                onChoose={() => change({ isAll: true })}
              />
            </fieldset>
          )}
          {list.languages.length > 1 && (
            <Choice
              name="Language"
              value={language}
              options={[asBefore, ...toLanguageOptions(list)]}
              onChange={(value) => change({ language: value })}
            />
          )}
          <Choice
            name="Picture"
            value={turn}
            options={turns}
            onChange={(value) => change({ turn: value })}
          />
          {hasOwnText && (
            <Choice
              name="Text"
              value={text}
              options={texts}
              onChange={(value) => change({ text: value })}
            />
          )}
          <p>The text stays until the new one is there. Corrections stay, too.</p>
          <button
            type="button"
            class="button"
            aria-disabled={isUnderWay}
            onClick={() => {
              if (isUnderWay) return
              close()
              send()
            }}
          >
            {`Read ${isAll || count === 1 ? formatCount(count, 'page') : `page ${page.page}`} again`}
          </button>
        </div>
      )}
    </Menu>
  )
}

interface ScopeProps {
  label: string
  isChosen: boolean
  onChoose: () => void
}

function Scope({ label, isChosen, onChoose }: ScopeProps) {
  return (
    <label class="check">
      <input type="radio" name="read-again-pages" checked={isChosen} onChange={onChoose} />
      {label}
    </label>
  )
}

interface ChoiceProps<T> {
  name: string
  value: T
  options: readonly Option<T>[]
  onChange: (value: T) => void
}

function Choice<T extends string | number>({ name, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label>
      {name}
      <select
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex]
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
