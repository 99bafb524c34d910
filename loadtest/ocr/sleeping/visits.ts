import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** A page read by a replica; times are from the machine's monotonic clock, in ms. */
const Visit = z.object({
  kind: z.literal('page'),
  pid: z.int(),
  documentId: z.string(),
  page: z.int(),
  sleepMs: z.number(),
  fromMs: z.number(),
  toMs: z.number(),
})
export type Visit = z.infer<typeof Visit>
const Birth = z.object({ kind: z.literal('born'), pid: z.int(), atMs: z.number() })
const End = z.object({ kind: z.literal('ended'), pid: z.int(), atMs: z.number() })
/** Killed by a poison page. */
const Kill = z.object({ kind: z.literal('killed'), pid: z.int(), atMs: z.number() })
const Note = z.discriminatedUnion('kind', [Visit, Birth, End, Kill])
export type Note = z.infer<typeof Note>

/** Lifetime of a process; `toMs` is Infinity while it runs. */
export interface Life {
  pid: number
  fromMs: number
  toMs: number
}

/** Notes of all replicas of the sleeping ocr in a folder. */
export async function readJournal(
  folder: string,
): Promise<{ visits: Visit[]; lives: Life[]; kills: number }> {
  const files = (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))
  const lines = (await Promise.all(files)).flatMap((text) => text.split('\n').filter(Boolean))
  const notes = lines.map((line) => Note.parse(JSON.parse(line)))
  const ends = new Map(
    notes.flatMap((n) => (n.kind === 'ended' || n.kind === 'killed' ? [[n.pid, n.atMs]] : [])),
  )
  return {
    visits: notes.filter((note) => note.kind === 'page').sort((a, b) => a.fromMs - b.fromMs),
    lives: notes
      .filter((note) => note.kind === 'born')
      .map(({ pid, atMs }) => ({
        ...{ pid, fromMs: atMs },
        toMs: ends.get(pid) ?? Number.POSITIVE_INFINITY,
      })),
    kills: notes.filter(({ kind }) => kind === 'killed').length,
  }
}
