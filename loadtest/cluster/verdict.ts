import type { LogLine } from './kubernetes/logs.ts'
import type { Load } from './pages.ts'

/** Judges all pages so far, and prints the outcome; returns what must not be. */
export async function toProblems(load: Load, print: (line: string) => void): Promise<string[]> {
  const { attempted, finished, lost, ghost, twice, wrong, findings } = await load.verdict()
  print(
    `${attempted} pages uploaded, ${finished} ended: lost ${lost}, ghost ${ghost}, twice ${twice}, wrong ${wrong}`,
  )
  return findings
}

/** Greatest number of attempts that a page used, from the logs of the source. */
export function mostAttempts(lines: LogLine[]): number {
  return Math.max(0, ...lines.map(({ attempts }) => (typeof attempts === 'number' ? attempts : 0)))
}
