import * as z from 'zod'
import { atLeastOne, flag, readCommandLine, whole } from '../command-line.ts'

const Options = z.object({
  engine: z.enum(['libtesseract', 'tesseract.js']).default('libtesseract'),
  count: atLeastOne.default(100),
  seed: z.string().regex(/^\w+$/, 'letters and digits').default('1'),
  from: whole.default(0),
  deadline: atLeastOne.default(5000),
  memory: atLeastOne.default(600),
  keep: z.string().min(1).default('fuzz-findings'),
  /** Whether to print every outcome, not only findings. */
  each: flag,
})

/** Parses the command line; throws on invalid input. */
export function readOptions(args: string[]) {
  const { deadline, memory, ...others } = readCommandLine(Options, { args }).options
  return { ...others, deadlineMs: deadline, maxBytes: memory * 1e6 }
}
