import { sentenceFor } from './checks/obstacles.ts'
import type { Context } from './context.ts'

/** A step that may be repeated without harm. */
export interface Step {
  name: string
  /** How long it usually takes, for the operator. */
  usually: string
  run: () => Promise<void>
}

/** A command that ended with an error: where, and what to do. */
export class StepError extends Error {
  override name = 'StepError'
}

/**
 * Runs the steps in order, each with its progress. What is done already is found done by the step itself, so a command
 * that failed is repeated as a whole. Throws StepError.
 */
export async function runSteps({ print, now }: Context, steps: Step[], again: string) {
  for (const [index, { name, usually, run }] of steps.entries()) {
    print(`[${index + 1}/${steps.length}] ${name} (usually ${usually})`)
    const start = now()
    try {
      await run()
    } catch (error) {
      const sentence = sentenceFor(error)
      const detail = error instanceof Error ? error.message : String(error)
      throw new StepError(
        `${sentence ?? detail}\nStopped at "${name}"; "${again}" continues there.` +
          (sentence ? `\n\n${detail}` : ''),
        { cause: error },
      )
    }
    print(`      done in ${((now() - start) / 1000).toFixed(0)} s`)
  }
}
