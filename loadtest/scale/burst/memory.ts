import type { ProcessUsage } from '../measure/processes.ts'

/** Sample of all processes. */
export type Look = Pick<ProcessUsage, 'name' | 'rssBytes'>[]

/** Bytes in each sample by process name, and for `all`. */
export function memoryByName(looks: Look[]): Map<string, number[]> {
  const names = new Set(looks.flatMap((look) => look.map(({ name }) => name)))
  const bytesOf = (look: Look, isOne: (name: string) => boolean) =>
    look.filter(({ name }) => isOne(name)).reduce((sum, { rssBytes }) => sum + rssBytes, 0)
  const all: [string, number[]] = ['all', looks.map((look) => bytesOf(look, () => true))]
  return new Map([
    ...[...names].map((name): [string, number[]] => [
      name,
      looks.map((look) => bytesOf(look, (each) => each === name)),
    ]),
    all,
  ])
}
