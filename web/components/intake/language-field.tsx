import type { Languages } from '../../app/languages.ts'
import { toLanguageOptions } from '../../format/languages.ts'

/** Language used for recognition; renders nothing if there is only one. */
export function LanguageField({ languages }: { languages: Languages }) {
  const list = languages.list.value
  if (!list || list.languages.length < 2) return null
  return (
    <label class="language">
      in
      <select
        name="language"
        aria-label="Language of the pictures"
        value={languages.chosen.value ?? list.default}
        onChange={({ currentTarget }) => languages.choose(currentTarget.value)}
      >
        {toLanguageOptions(list).map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
