import { describe } from 'vitest'
import { describeForgetting } from './contract/forgetting.contract.ts'
import type { LogUnderTest } from './contract/log-under-test.ts'
import { describeProgress } from './contract/progress.contract.ts'
import { describeRecords } from './contract/records.contract.ts'

export interface ContractOptions {
  /** Whether the log can remove single records. */
  forgets: boolean
}

/** What every topic log promises, whatever it is made of. */
export function describeTopicLog(
  name: string,
  prepare: () => Promise<LogUnderTest>,
  { forgets }: ContractOptions,
) {
  describe(name, () => {
    describeRecords(prepare)
    describeProgress(prepare)
    if (forgets) describeForgetting(prepare)
  })
}
