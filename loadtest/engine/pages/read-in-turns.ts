import { readFile } from 'node:fs/promises'
import type { Reader } from '../reader/reader.ts'
import type { Page } from './page.ts'
import { type Reading, toReading } from './reading.ts'

/**
 * Every reader reads every page, one at a time on an otherwise idle machine, so that disturbances affect all readers.
 * The order of readers rotates from page to page.
 */
export async function readInTurns(pages: Page[], readers: Reader[]): Promise<Reading[]> {
  const readings: Reading[] = []
  for (const [index, page] of pages.entries()) {
    // Fills the disk cache for all readers.
    await readFile(page.path)
    for (const reader of rotated(readers, index)) {
      readings.push(toReading(reader.info.name, page, await reader.read(page.path)))
    }
  }
  return readings
}

/** The items rotated by `by` places. */
export function rotated<T>(items: T[], by: number): T[] {
  const from = by % Math.max(items.length, 1)
  return [...items.slice(from), ...items.slice(0, from)]
}
