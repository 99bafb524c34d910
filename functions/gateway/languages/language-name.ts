import { toLocale } from '../../shared/settings/languages.ts'

const names = new Intl.DisplayNames('en', { type: 'language' })
/** Variants of Tesseract's language data, by the ending of the code. */
const variants = [
  { ending: '_vert', name: 'vertical' },
  { ending: '_old', name: 'old' },
]

/** English name of a Tesseract language code; the code itself if unknown. */
export function languageName(code: string): string {
  const locale = toLocale(code)
  const name = locale && names.of(locale.toString())
  if (!name) return code
  const variant = variants.find(({ ending }) => code.endsWith(ending))
  return variant ? `${name} (${variant.name})` : name
}
