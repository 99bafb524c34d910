import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/**
 * How the stub answers deliveries, besides well.
 *
 *   error        500, the page unread                late         reads, sends its result, answers seconds later
 *   unavailable  503 with Retry-After, unread        error-after  reads, sends its result, answers 500
 *   hang         no answer                           cut-answer   reads, breaks off its answer
 *   refuse       422, unread                         cut-body     breaks off the delivery
 */
export const Misbehaviour = z.enum([
  ...(['error', 'unavailable', 'hang', 'refuse', 'cut-body'] as const),
  ...(['late', 'error-after', 'cut-answer'] as const),
])
export type Misbehaviour = z.infer<typeof Misbehaviour>

const Control = z.object({
  misbehaviour: Misbehaviour.nullable(),
  /** Of so many deliveries one is answered so. */
  oneOf: z.int().min(1),
})
export type Control = z.infer<typeof Control>

/** The driver says, in a file, what the stub is to do from now on. */
export function writeControl(path: string, control: Control): void {
  // Whoever reads it sees the old one or the new one, never half of one.
  writeFileSync(`${path}.new`, JSON.stringify(control))
  renameSync(`${path}.new`, path)
}

export function readControl(path: string): Control {
  return Control.parse(JSON.parse(readFileSync(path, 'utf8')))
}
