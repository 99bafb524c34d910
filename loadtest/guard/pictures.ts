import type { Planned } from './picture.ts'
import { drawings } from './sets/drawings.ts'
import { papers } from './sets/papers.ts'
import { screens } from './sets/screens.ts'
import { createWriter, type Writer } from './writer.ts'

/** Kinds with more than one correct reading order. */
export const kindsOfAnyOrder: ReadonlySet<string> = new Set([
  ...['desktop', 'browser', 'fileList', 'spreadsheet', 'table', 'form', 'card'],
  ...['slide', 'chart', 'plan', 'magazine', 'dashboard', 'calendar'],
])

export interface GuardPicture {
  kind: string
  name: string
  /** Seeded by the picture's name, so that adding a picture does not change the others. */
  writer: Writer
  draw: Planned['draw']
}

/** The whole set; each seed has different texts, sizes, faces, angles and light. */
export function guardPictures(seed: number): GuardPicture[] {
  const byKind = Map.groupBy([...screens, ...papers, ...drawings], ({ kind }) => kind)
  return [...byKind].flatMap(([kind, planned]) =>
    planned.map(({ draw }, index) => {
      const name = `${kind}-${index + 1}`
      return { kind, name, writer: createWriter(`${seed}/${name}`), draw }
    }),
  )
}
