import { fsyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** Expected outcome of a page: a text, the text of a sample, or a failure code. */
export const Expected = z.union([
  z.object({ text: z.string() }),
  z.object({ sample: z.string() }),
  z.object({ failed: z.string() }),
])
export type Expected = z.infer<typeof Expected>

/** A client's record of an upload; `key` is also the document's file name. */
export const Note = z.discriminatedUnion('note', [
  z.object({ note: z.literal('attempted'), key: z.string(), pages: z.array(Expected) }),
  z.object({
    note: z.literal('acknowledged'),
    key: z.string(),
    id: z.string(),
    /** Start of the first attempt, and time of this answer; monotonic, in ms. */
    from: z.number(),
    to: z.number(),
    /** Number of attempts. */
    attempts: z.int().min(1),
  }),
  z.object({ note: z.literal('refused'), key: z.string(), status: z.int(), code: z.string() }),
])
export type Note = z.infer<typeof Note>

/** Opens a client's notes; each note is on disk before the call returns. */
export function openNotes(folder: string, client: number) {
  const file = openSync(join(folder, `client-${client}.ndjson`), 'a')
  return (note: Note) => {
    writeSync(file, `${JSON.stringify(note)}\n`)
    fsyncSync(file)
  }
}

export function readNotes(folder: string): Note[] {
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => Note.parse(JSON.parse(line)))
}
