import { join } from 'node:path'
import { monotonicMs } from '../../figures/monotonic.ts'
import { rotated } from '../pages/read-in-turns.ts'
import { envOf, startEngine } from '../reader/open-readers.ts'
import { type Choice, toName } from '../reader/reader.ts'
import { type Parts, toParts } from './parts.ts'
import { startFunction } from './start-function.ts'

const smallPage = join(import.meta.dirname, '../../samples/label-jam.jpg')

export interface ColdStartsOptions {
  choices: Choice[]
  times: number
  folder: string
  /** Entry points of the reader process and of the function ocr. */
  mains: { reader: string; ocr: string }
}

/** Starts each engine `times` times, alternating between engines. */
export async function coldStarts(options: ColdStartsOptions): Promise<Map<string, Parts[]>> {
  const { choices, times } = options
  const starts = new Map<string, Parts[]>(choices.map((choice) => [toName(choice, false), []]))
  if (times === 0) return starts
  // Fills the compile cache, like the first start after an installation.
  for (const choice of choices) await coldStart(choice, options)
  for (let time = 0; time < times; time += 1) {
    for (const choice of rotated(choices, time)) {
      starts.get(toName(choice, false))?.push(await coldStart(choice, options))
    }
  }
  return starts
}

async function coldStart(choice: Choice, { folder, mains }: ColdStartsOptions): Promise<Parts> {
  const how = { main: mains.reader, folder, secondLooks: true }
  const fromMs = monotonicMs()
  const reader = startEngine(choice, how)
  reader.send(smallPage)
  const [ready, answer] = [await reader.next(), await reader.next()]
  await reader.close()
  if (ready?.kind !== 'ready' || answer?.kind !== 'answer') {
    throw new Error(`Expected ${toName(choice, false)} to start and to read`)
  }
  const preload = new URL('../reader/without-own-data.ts', import.meta.url).href
  const env = { ...envOf(choice, how), NODE_OPTIONS: choice.model ? `--import ${preload}` : '' }
  return toParts(fromMs, ready, answer, await startFunction(mains.ocr, env, smallPage))
}
