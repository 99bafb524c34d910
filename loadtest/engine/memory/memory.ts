import { toMiB, toTable } from '../../scale/measure/table.ts'
import type { Page } from '../pages/page.ts'
import { type StartOptions, startEngine } from '../reader/open-readers.ts'
import { type Choice, toName } from '../reader/reader.ts'

/** Resident bytes of one process that reads many pages. */
export interface Growth {
  reader: string
  atRest: number
  /** After each quarter of the pages. */
  quarters: number[]
  peak: number | null
}

/** Reads `count` pages, cycling through the list, in a new process. */
export async function measureGrowth(
  choice: Choice,
  options: StartOptions,
  pages: Page[],
  count: number,
): Promise<Growth> {
  const reader = toName(choice, options.secondLooks)
  const process = startEngine(choice, options)
  try {
    const ready = await process.next()
    if (ready?.kind !== 'ready') throw new Error(`Expected ${reader} to start`)
    const growth: Growth = { reader, atRest: ready.rssBytes, quarters: [], peak: null }
    for (let read = 1; read <= count; read += 1) {
      process.send(pages[(read - 1) % pages.length]?.path ?? '')
      const answer = await process.next()
      if (answer?.kind !== 'answer') throw new Error(`${reader} ended while reading page ${read}`)
      growth.peak = answer.peakBytes
      if (endsQuarter(read, count)) growth.quarters.push(answer.rssBytes)
    }
    return growth
  } finally {
    await process.close()
  }
}

/** Whether page number `read` is the last of a quarter. */
export function endsQuarter(read: number, count: number): boolean {
  return Math.floor((4 * read) / count) > Math.floor((4 * (read - 1)) / count)
}

export function growthTable(all: Growth[], count: number): string {
  const after = [1, 2, 3, 4].map((quarter) => `after ${Math.ceil((quarter * count) / 4)}`)
  return toTable(
    ['memory, MiB', 'at rest', ...after, 'peak'],
    all.map(({ reader, atRest, quarters, peak }) => [
      ...[reader, toMiB(atRest), ...quarters.map(toMiB)],
      peak === null ? '–' : toMiB(peak),
    ]),
  )
}
