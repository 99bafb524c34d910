import { parseArgs } from 'node:util'
import * as z from 'zod'

/** Option without a value. */
export const flag = z.boolean().default(false)
export const nonNegativeInt = z.coerce.number().pipe(z.int().min(0))
export const positiveInt = z.coerce.number().pipe(z.int().min(1))
/** Comma-separated values. */
export function listOf<T>(item: z.ZodType<T>) {
  return z.string().transform((text) => z.array(item).parse(text.split(',')))
}

export interface CommandLine {
  args?: string[]
  /** Whether positional arguments are allowed. */
  allowPositionals?: boolean
}

/** Parses a command line with one option per field of the schema; throws on invalid input. */
export function readCommandLine<S extends z.ZodObject>(
  schema: S,
  { args = process.argv.slice(2), allowPositionals = false }: CommandLine = {},
): { options: z.infer<S>; positionals: string[] } {
  const types = Object.entries(schema.shape).map(
    ([name, field]) => [name, { type: field === flag ? 'boolean' : 'string' }] as const,
  )
  const options = Object.fromEntries(types)
  const { values, positionals } = parseArgs({ args, allowPositionals, options })
  return { options: schema.parse(values), positionals }
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}
