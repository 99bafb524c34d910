import { describe } from 'vitest'
import type { LogUnderTest } from './contract/log-under-test.ts'
import { describeProgress } from './contract/progress.contract.ts'
import { describeRecords } from './contract/records.contract.ts'

/** What every topic log promises, whatever it is made of. */
export function describeTopicLog(name: string, prepare: () => Promise<LogUnderTest>) {
  describe(name, () => {
    describeRecords(prepare)
    describeProgress(prepare)
  })
}
