/** A sample of Prometheus' text. */
export interface Sample {
  name: string
  labels: Record<string, string>
  value: number
}

const line = /^([a-z_:][\w:]*)(?:\{(.*)\})? (\S+)$/i
const label = /(\w+)="((?:[^"\\]|\\.)*)"/g

/**
 * Samples of a scrape; throws for a line that is none, and for one that occurs twice.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function parsePrometheus(text: string): Sample[] {
  const seen = new Set<string>()
  return text.split('\n').flatMap((each) => {
    if (each === '' || each.startsWith('#')) return []
    const [, name, labels = '', value = ''] = line.exec(each) ?? []
    if (name === undefined || Number.isNaN(Number(value))) throw new Error(`No sample: ${each}`)
    const series = `${name}{${labels}}`
    if (seen.has(series)) throw new Error(`Twice: ${series}`)
    seen.add(series)
    const parsed = [...labels.matchAll(label)].map(([, key = '', text = '']) => [key, text])
    return { name, labels: Object.fromEntries(parsed), value: Number(value) }
  })
}

/** Sum of the samples that have these labels. */
export function sumOf(
  samples: Sample[],
  name: string,
  labels: Record<string, string> = {},
): number {
  return samples
    .filter((sample) => sample.name === name)
    .filter((sample) =>
      Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )
    .reduce((sum, { value }) => sum + value, 0)
}
