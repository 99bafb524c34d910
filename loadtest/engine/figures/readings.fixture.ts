import type { Reading } from '../pages/reading.ts'
import type { ReaderInfo } from '../reader/reader.ts'

export function info(engine: string, secondLooks = false, model = 'system'): ReaderInfo {
  const name = secondLooks ? `${engine}, second looks` : engine
  return { name, engine, version: `${engine} 5`, model, secondLooks }
}

/** A page read in one second without errors. */
export function reading(reader: string, page: string, other: Partial<Reading> = {}): Reading {
  return {
    ...{ reader, page, group: page.split('/')[0] ?? '', seconds: 1, cpuSeconds: 1 },
    ...{ rates: { cer: 0, cerAnyCase: 0, wer: 0 }, looks: [], kept: null, failed: null },
    ...other,
  }
}

export const cer = (rate: number) => ({ rates: { cer: rate, cerAnyCase: rate / 2, wer: rate * 2 } })
