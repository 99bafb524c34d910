const chinese: Record<string, string> = { chi_sim: 'zh-Hans', chi_tra: 'zh-Hant' }

/**
 * BCP 47 tag of the language used for recognition, or of the first one of several: `eng` gives `en`, `chi_sim_vert`
 * gives `zh-Hans`. Null if there is none.
 */
export function languageTag(language: string | null): string | null {
  const [first = ''] = language?.split('+') ?? []
  const known = chinese[first.slice(0, 'chi_sim'.length)]
  if (known) return known
  const [code = ''] = first.split('_')
  return /^[a-z]{2,3}$/.test(code) ? (Intl.getCanonicalLocales(code)[0] ?? null) : null
}
