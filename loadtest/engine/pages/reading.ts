import * as z from 'zod'
import { characterErrorRate, wordErrorRate } from '../../figures/score.ts'
import type { Attempt } from '../reader/reader.ts'
import type { Page } from './page.ts'

const Rates = z.object({
  cer: z.number(),
  /** Ignoring case. */
  cerAnyCase: z.number(),
  wer: z.number(),
})
type Rates = z.infer<typeof Rates>
export type Rate = keyof Rates

/** Result of one reader on one page. */
export const Reading = z.object({
  reader: z.string(),
  page: z.string(),
  group: z.string(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  /** Null without a reference text beside the picture. */
  rates: Rates.nullable(),
  looks: z.array(z.string()),
  kept: z.string().nullable(),
  failed: z.string().nullable(),
})
export type Reading = z.infer<typeof Reading>

export function toReading(reader: string, page: Page, { text, ...attempt }: Attempt): Reading {
  const rates = page.truth === null ? null : toRates(text, page.truth)
  return { reader, page: page.name, group: page.group, ...attempt, rates }
}

function toRates(text: string, truth: string): Rates {
  return {
    cer: characterErrorRate(text, truth),
    cerAnyCase: characterErrorRate(text.toLowerCase(), truth.toLowerCase()),
    wer: wordErrorRate(text, truth),
  }
}
