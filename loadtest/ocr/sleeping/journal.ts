import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Note } from './visits.ts'

/** One file per replica, with one JSON line per note. */
export function openJournal(folder: string) {
  const path = join(folder, `${process.pid}.jsonl`)
  return { write: (note: Note) => appendFileSync(path, `${JSON.stringify(note)}\n`) }
}
