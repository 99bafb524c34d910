import { readFile } from 'node:fs/promises'
import type { Reader } from '../reader/reader.ts'
import type { Page } from './page.ts'
import { type Reading, toReading } from './reading.ts'

/**
 * Every page is read by every reader, one after the other, with nothing else going on: what disturbs the
 * machine disturbs all of them. Who begins changes from page to page.
 */
export async function readInTurns(pages: Page[], readers: Reader[]): Promise<Reading[]> {
  const readings: Reading[] = []
  for (const [index, page] of pages.entries()) {
    // The disk's part is nobody's.
    await readFile(page.path)
    for (const reader of rotated(readers, index)) {
      readings.push(toReading(reader.info.name, page, await reader.read(page.path)))
    }
  }
  return readings
}

/** The same items from another one on. */
export function rotated<T>(items: T[], by: number): T[] {
  const from = by % Math.max(items.length, 1)
  return [...items.slice(from), ...items.slice(0, from)]
}
