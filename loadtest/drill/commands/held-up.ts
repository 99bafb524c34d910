import * as z from 'zod'
import { measureHeldUp } from '../held-up.ts'

const count = z.coerce.number().int().min(1)
const Options = z
  .object({
    pages: count.optional(),
    rounds: count.default(3),
    over: z.literal('kafka').optional(),
  })
  .transform(({ over = null, rounds, pages = over ? 999 : 200 }) => ({ over, rounds, pages }))

/** As much longer may the others take. */
const maxRatio = 1.05

/**
 * The exit code says whether a page that ends its replica each time holds up the others, or is delivered more or
 * less often than it has attempts.
 */
export async function heldUpCommand(
  values: unknown,
  print: (line: string) => void,
): Promise<number> {
  const { ratio, isGivenUp } = await measureHeldUp({ ...Options.parse(values), print })
  print(`median ${ratio.toFixed(3)}`)
  return ratio <= maxRatio && isGivenUp ? 0 : 1
}
