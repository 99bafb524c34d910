import { toLocale } from '../../shared/settings/languages.ts'

const names = new Intl.DisplayNames('en', { type: 'language' })
/** What Tesseract has of a language beside its usual data. */
const kinds = [
  { ending: '_vert', name: 'vertical' },
  { ending: '_old', name: 'old' },
]

/** What English calls the language that Tesseract names so; the code itself where nobody knows. */
export function languageName(code: string): string {
  const locale = toLocale(code)
  const name = locale && names.of(locale.toString())
  if (!name) return code
  const kind = kinds.find(({ ending }) => code.endsWith(ending))
  return kind ? `${name} (${kind.name})` : name
}
