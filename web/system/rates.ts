import type { System, SystemHistory } from '../../functions/shared/http/system-api.ts'

/**
 * Pages that come in, and results that come out, per second: records of the topics of ocr and of results. Dead letters
 * go to results, too, and are results of pages. Null if unknown.
 */
export function ratesOf(history: SystemHistory | null, topics: System['topics']) {
  const rateOf = (service: string) => {
    const rates = (topics ?? [])
      .filter(({ groups }) => groups.some((group) => group.service === service))
      .map(({ name }) => history?.topics?.find((topic) => topic.name === name)?.rate.at(-1))
    const known = rates.filter((rate) => rate != null)
    return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0)
  }
  return { in: rateOf('ocr'), out: rateOf('results') }
}
