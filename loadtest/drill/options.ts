import * as z from 'zod'
import { flag, listOf, nonNegativeInt, positiveInt } from '../command-line.ts'

/** Command line options of a drill. */
export const Options = z.object({
  ...{ flat: flag, 'poison-page': flag, keep: flag, json: flag },
  over: z.enum(['kafka', 'kafka,postgres']).optional(),
  seed: z.string().default(String(Date.now() % 1_000_000)),
  pages: positiveInt.optional(),
  real: nonNegativeInt.default(200),
  faults: listOf(z.string()).optional(),
  rounds: nonNegativeInt.optional(),
  overlaps: nonNegativeInt.default(6),
  longest: z.coerce.number().min(1).default(30),
})
export type Options = z.infer<typeof Options>
