import { parseArgs } from 'node:util'
import * as z from 'zod'
import type { Choice } from './reader/reader.ts'

const count = z.coerce.number().pipe(z.int().min(0))
const engine = z.enum(['libtesseract', 'tesseract.js', 'command'])
const choice = z.string().transform((name): Choice => {
  const [is, model] = name.split('@')
  return { engine: engine.parse(is), model: z.literal('npm').optional().parse(model) ?? null }
})

const Options = z.object({
  count: count.pipe(z.int().min(1)).optional(),
  engines: z.string().transform((names) => names.split(',').map((name) => choice.parse(name))),
  looks: z.enum(['off', 'on', 'both']).transform((looks) => {
    return looks === 'both' ? [false, true] : [looks === 'on']
  }),
  json: z.string().optional(),
  compare: z.string().optional(),
  cold: count,
  memory: count,
  largest: z.boolean(),
  turned: z.boolean(),
  guard: z.boolean(),
  seed: count,
})

/** What the command line asks for. Throws where that cannot be. */
export function readOptions(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      engines: { type: 'string' },
      looks: { type: 'string', default: 'on' },
      json: { type: 'string' },
      compare: { type: 'string' },
      cold: { type: 'string' },
      memory: { type: 'string', default: '0' },
      largest: { type: 'boolean', default: false },
      turned: { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  })
  // What a turned page says of starts, upright ones say as well.
  const cold = values.turned ? '0' : '20'
  // The command stands beside each of the guard's engines; tesseract.js is what machines without Tesseract have.
  const engines = values.guard
    ? 'libtesseract,tesseract.js@npm'
    : 'libtesseract,tesseract.js,command'
  return { pictures: positionals[0], ...Options.parse({ cold, engines, ...values }) }
}
