import type { HostilePicture } from './hostile-picture.ts'
import type { Ending } from './judge.ts'

interface Most {
  value: number
  what: string
}

/** Counts outcomes, and keeps the slowest and the largest. */
export function createTally() {
  const counts = new Map<string, number>()
  let slowest: Most = { value: 0, what: '' }
  let largest: Most = { value: 0, what: '' }
  const more = (most: Most, value: number, what: string) =>
    value > most.value ? { value, what } : most

  return {
    note(ending: Ending, { seed, what }: Pick<HostilePicture, 'seed' | 'what'>): void {
      const name = nameOf(ending)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      if (ending.kind !== 'answered') return
      slowest = more(slowest, ending.ms, `${seed}, ${what}`)
      largest = more(largest, ending.peakBytes ?? 0, `${seed}, ${what}`)
    },
    lines(): string[] {
      const byCount = [...counts].sort(([, a], [, b]) => b - a)
      return [
        ...byCount.map(([name, count]) => `${String(count).padStart(5)}  ${name}`),
        `slowest: ${(slowest.value / 1000).toFixed(1)} s (${slowest.what})`,
        `peak memory: ${(largest.value / 1e6).toFixed(0)} MB (${largest.what})`,
      ]
    },
  }
}

function nameOf(ending: Ending): string {
  if (ending.kind !== 'answered') return ending.kind
  const [error] = ending.failed?.split(':') ?? ['read']
  return ending.isLast ? `${error}, and its process ended` : `${error}`
}
