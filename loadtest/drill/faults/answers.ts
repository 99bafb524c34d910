import { Misbehaviour, writeControl } from '../stub/control.ts'
import type { Fault } from './fault.ts'

/** The function answers every second delivery badly, or not at all. */
export function createAnswers({ control }: { control: string }): Fault {
  return {
    async start(how) {
      writeControl(control, { misbehaviour: Misbehaviour.parse(how), oneOf: 2 })
      return []
    },
    async end() {
      writeControl(control, { misbehaviour: null, oneOf: 1 })
    },
  }
}
