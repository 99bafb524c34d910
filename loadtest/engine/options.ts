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
})

/** What the command line asks for. Throws where that cannot be. */
export function readOptions(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      engines: { type: 'string', default: 'libtesseract,tesseract.js,command' },
      looks: { type: 'string', default: 'on' },
      json: { type: 'string' },
      compare: { type: 'string' },
      cold: { type: 'string' },
      memory: { type: 'string', default: '0' },
      largest: { type: 'boolean', default: false },
      turned: { type: 'boolean', default: false },
    },
  })
  // What a turned page says of starts, upright ones say as well.
  const cold = values.turned ? '0' : '20'
  return { pictures: positionals[0], ...Options.parse({ cold, ...values }) }
}
