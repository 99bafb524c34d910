import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import { Reading } from './pages/reading.ts'
import { ReaderInfo } from './reader/reader.ts'

/** File of a run, for comparison with later runs; all figures can be derived from it. */
const Run = z.object({ readers: z.array(ReaderInfo), readings: z.array(Reading) })
export type Run = z.infer<typeof Run>

export async function readRun(path: string): Promise<Run> {
  return Run.parse(JSON.parse(await readFile(path, 'utf8')))
}
