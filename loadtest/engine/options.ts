import * as z from 'zod'
import { flag, listOf, nonNegativeInt, positiveInt, readCommandLine } from '../command-line.ts'
import type { Choice } from './reader/reader.ts'

const engine = z.enum(['libtesseract', 'tesseract.js', 'command'])
const choice = z.string().transform((name): Choice => {
  const [is, model] = name.split('@')
  return { engine: engine.parse(is), model: z.literal('npm').optional().parse(model) ?? null }
})

const Options = z.object({
  count: positiveInt.optional(),
  engines: listOf(choice).optional(),
  looks: z
    .enum(['off', 'on', 'both'])
    .default('on')
    .transform((looks) => (looks === 'both' ? [false, true] : [looks === 'on'])),
  json: z.string().optional(),
  compare: z.string().optional(),
  cold: nonNegativeInt.optional(),
  memory: nonNegativeInt.default(0),
  ...{ largest: flag, turned: flag, guard: flag },
  seed: nonNegativeInt.default(1),
})

/** Parses the command line; throws on invalid input. */
export function readOptions(args: string[]) {
  const { options, positionals } = readCommandLine(Options, { args, allowPositionals: true })
  // Turned pages do not affect starts.
  const cold = options.turned ? 0 : 20
  // The guard runs the command beside each engine; tesseract.js is the engine of machines without Tesseract.
  const engines = options.guard
    ? 'libtesseract,tesseract.js@npm'
    : 'libtesseract,tesseract.js,command'
  return { pictures: positionals[0], engines: listOf(choice).parse(engines), cold, ...options }
}
