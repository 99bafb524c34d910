import { fsyncSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** What a page is to come to: a text, the text of one of the samples, or a failure. */
export const Expected = z.union([
  z.object({ text: z.string() }),
  z.object({ sample: z.string() }),
  z.object({ failed: z.string() }),
])
export type Expected = z.infer<typeof Expected>

/** What a client knows of an upload; `key` is the document's file name as well. */
export const Note = z.discriminatedUnion('note', [
  z.object({ note: z.literal('attempted'), key: z.string(), pages: z.array(Expected) }),
  z.object({
    note: z.literal('acknowledged'),
    key: z.string(),
    id: z.string(),
    /** When its first upload began, and when this answer came; monotonic, in ms. */
    from: z.number(),
    to: z.number(),
    /** How often it was sent. */
    attempts: z.int().min(1),
  }),
  z.object({ note: z.literal('refused'), key: z.string(), status: z.int(), code: z.string() }),
])
export type Note = z.infer<typeof Note>

/** A client's notebook: a note is on disk before the client goes on. */
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
