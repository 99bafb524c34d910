import { type Settings, SettingsError } from './env.ts'

/** A limit with the name of its setting. */
export interface Limit {
  name: string
  value: number
}

/** `limit` must not exceed `within`, which would reject what `limit` accepts. */
export interface Fit {
  limit: Limit
  within: Limit
}

/** Settings that depend on each other. */
const pairs = [
  { limit: 'MAX_IMAGE_BYTES', within: 'MAX_UPLOAD_BYTES' },
  { limit: 'MAX_PDF_BYTES', within: 'MAX_UPLOAD_BYTES' },
  { limit: 'MAX_PAGES', within: 'MAX_DOCUMENT_PAGES' },
  { limit: 'MAX_DOCUMENT_PAGES', within: 'MAX_QUEUED_PAGES' },
  { limit: 'UNAPPENDED_AFTER_MS', within: 'LOST_AFTER_MS' },
] as const satisfies { limit: keyof Settings; within: keyof Settings }[]

type LimitName = (typeof pairs)[number]['limit' | 'within']

/** Pairs of which the process has both settings. */
export function settingsFits(env: Partial<Pick<Settings, LimitName>>): Fit[] {
  return pairs.flatMap(({ limit, within }) => {
    const [value, max] = [env[limit], env[within]]
    if (value === undefined || max === undefined) return []
    return { limit: { name: limit, value }, within: { name: within, value: max } }
  })
}

/** Throws SettingsError that names both limits of each violated pair. */
export function requireFits(fits: Fit[]): void {
  const lines = fits
    .filter(({ limit, within }) => limit.value > within.value)
    .map(
      ({ limit, within }) =>
        `Expected ${limit.name} (${limit.value}) to be at most ${within.name} (${within.value}): ` +
        'lower the one or raise the other',
    )
  if (lines.length > 0) throw new SettingsError([...new Set(lines)].join('\n'))
}
