import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { Reading } from './pages/reading.ts'
import { ReaderInfo } from './reader/reader.ts'

/** What a run leaves in its file for later ones to be compared with; all figures follow from it. */
const Run = z.object({ readers: z.array(ReaderInfo), readings: z.array(Reading) })
export type Run = z.infer<typeof Run>

export async function readRun(path: string): Promise<Run> {
  return Run.parse(JSON.parse(await readFile(path, 'utf8')))
}
