import { describe } from 'vitest'
import { describeAdditions } from './contract/additions.contract.ts'
import type { OpenTestStore } from './contract/examples.ts'
import { describeFeed } from './contract/feed.contract.ts'
import { describeLists } from './contract/lists.contract.ts'
import { describeResults } from './contract/results.contract.ts'
import { describeSearch } from './contract/search.contract.ts'

/** What every store promises, one test for each promise. */
export function describeStore(name: string, open: OpenTestStore) {
  describe(name, () => {
    describeAdditions(open)
    describeResults(open)
    describeLists(open)
    describeSearch(open)
    describeFeed(open)
  })
}
