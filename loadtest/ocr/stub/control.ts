import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as z from 'zod'

/**
 * Faulty answers of the stub.
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
  /** One in this many deliveries gets the faulty answer. */
  oneOf: z.int().min(1),
})
export type Control = z.infer<typeof Control>

/** Sets the stub's behaviour from now on, through a file. */
export function writeControl(path: string, control: Control): void {
  // Atomic: readers see either the old or the new content.
  writeFileSync(`${path}.new`, JSON.stringify(control))
  renameSync(`${path}.new`, path)
}

export function readControl(path: string): Control {
  return Control.parse(JSON.parse(readFileSync(path, 'utf8')))
}
