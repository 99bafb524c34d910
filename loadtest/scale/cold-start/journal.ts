import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

/** Progress of a process; times are from the machine's monotonic clock. */
const Mark = z.object({
  service: z.string().describe('runtime, or the folder of a function'),
  pid: z.int(),
  ofPid: z.int().describe('the process that it is about'),
  name: z.string(),
  atMs: z.number(),
})
export type Mark = z.infer<typeof Mark>

/** Marks that marks.ts has written to a folder. */
export async function readMarks(folder: string): Promise<Mark[]> {
  const text = await readFile(join(folder, 'marks.jsonl'), 'utf8')
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => Mark.parse(JSON.parse(line)))
}
