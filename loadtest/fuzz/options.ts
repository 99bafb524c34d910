import { parseArgs } from 'node:util'
import * as z from 'zod'

const whole = z.coerce.number().pipe(z.int().min(0))

const Options = z.object({
  engine: z.enum(['libtesseract', 'tesseract.js']),
  count: whole.pipe(z.int().min(1)),
  seed: z.string().regex(/^\w+$/, 'letters and digits'),
  from: whole,
  deadline: whole.pipe(z.int().min(1)),
  memory: whole.pipe(z.int().min(1)),
  keep: z.string().min(1),
  /** Whether every picture's ending is told, not only findings. */
  each: z.boolean(),
})

/** What the command line asks for. Throws where that cannot be. */
export function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      engine: { type: 'string', default: 'libtesseract' },
      count: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      from: { type: 'string', default: '0' },
      deadline: { type: 'string', default: '5000' },
      memory: { type: 'string', default: '600' },
      keep: { type: 'string', default: 'fuzz-findings' },
      each: { type: 'boolean', default: false },
    },
  })
  const { deadline, memory, ...others } = Options.parse(values)
  return { ...others, deadlineMs: deadline, maxBytes: memory * 1e6 }
}
