import { describe } from 'vitest'
import type { LogUnderTest } from './contract/log-under-test.fixture.ts'
import { describeProgress } from './contract/progress.contract.ts'
import { describeRecords } from './contract/records.contract.ts'

/** Contract of every topic log implementation. */
export function describeTopicLog(name: string, prepare: () => Promise<LogUnderTest>) {
  describe(name, () => {
    describeRecords(prepare)
    describeProgress(prepare)
  })
}
