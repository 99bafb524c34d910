import { basename } from 'node:path'
import { toMiB, toTable } from '../../scale/measure/table.ts'
import { type StartOptions, startEngine } from '../reader/open-readers.ts'
import { type Choice, toName } from '../reader/reader.ts'

/** Cost of one picture in one process. */
interface Reading {
  picture: string
  characters: number
  seconds: number
  peakBytes: number | null
}

export interface Largest {
  reader: string
  /** Each read by a new process. */
  alone: Reading[]
  /** Peak of a process that read all of them twice. */
  inTurnPeakBytes: number | null
}

export async function measureLargest(
  choice: Choice,
  options: StartOptions,
  paths: string[],
): Promise<Largest> {
  const alone: Reading[] = []
  for (const path of paths) alone.push(...(await readAll(choice, options, [path])))
  const inTurn = await readAll(choice, options, [...paths, ...paths])
  return {
    ...{ reader: toName(choice, options.secondLooks), alone },
    inTurnPeakBytes: inTurn.at(-1)?.peakBytes ?? null,
  }
}

async function readAll(choice: Choice, options: StartOptions, paths: string[]) {
  const process = startEngine(choice, options)
  const readings: Reading[] = []
  try {
    await process.next()
    for (const path of paths) {
      process.send(path)
      const answer = await process.next()
      const picture = basename(path)
      if (answer?.kind !== 'answer') throw new Error(`The process ended while reading ${picture}`)
      const { text, failed, seconds, peakBytes } = answer
      if (failed !== null) throw new Error(`${picture}: ${failed}`)
      readings.push({ picture, characters: text.length, seconds, peakBytes })
    }
    return readings
  } finally {
    await process.close()
  }
}

export function largestTable({ reader, alone, inTurnPeakBytes }: Largest): string {
  const rows = alone.map(({ picture, characters, seconds, peakBytes }) => [
    ...[picture, String(characters), seconds.toFixed(1)],
    shown(peakBytes),
  ])
  return toTable(
    [reader, 'characters', 's', 'peak, MiB'],
    [...rows, ['all in turn, twice', '', '', shown(inTurnPeakBytes)]],
  )
}

function shown(bytes: number | null): string {
  return bytes === null ? '–' : toMiB(bytes)
}
