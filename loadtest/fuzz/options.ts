import * as z from 'zod'
import { flag, nonNegativeInt, positiveInt, readCommandLine } from '../command-line.ts'

const Options = z.object({
  engine: z.enum(['libtesseract', 'tesseract.js']).default('libtesseract'),
  count: positiveInt.default(100),
  seed: z.string().regex(/^\w+$/, 'letters and digits').default('1'),
  from: nonNegativeInt.default(0),
  deadline: positiveInt.default(5000),
  memory: positiveInt.default(600),
  keep: z.string().min(1).default('fuzz-findings'),
  /** Whether to print every outcome, not only findings. */
  each: flag,
})

/** Parses the command line; throws on invalid input. */
export function readOptions(args: string[]) {
  const { deadline, memory, ...others } = readCommandLine(Options, { args }).options
  return { ...others, deadlineMs: deadline, maxBytes: memory * 1e6 }
}
