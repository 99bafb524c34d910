import { describe } from 'vitest'
import { describeAdditions } from './contract/additions.contract.ts'
import { describeAppends } from './contract/appends.contract.ts'
import { describeCorrections } from './contract/corrections.contract.ts'
import { describeCorrectionsBesideResults } from './contract/corrections-beside-results.contract.ts'
import { describeCounts } from './contract/counts.contract.ts'
import { describeDeadLetters } from './contract/dead-letters.contract.ts'
import { describeDeadLettersWithResults } from './contract/dead-letters-with-results.contract.ts'
import { describeDeletions } from './contract/deletions.contract.ts'
import { describeDocumentStatus } from './contract/document-status.contract.ts'
import type { OpenTestStore } from './contract/examples.fixture.ts'
import { describeFeed } from './contract/feed.contract.ts'
import { describeLanes } from './contract/lanes.contract.ts'
import { describeListParts } from './contract/list-parts.contract.ts'
import { describeLists } from './contract/lists.contract.ts'
import { describeLosses } from './contract/losses.contract.ts'
import { describeOrders } from './contract/orders.contract.ts'
import { describeOriginals } from './contract/originals.contract.ts'
import { describePrune } from './contract/prune.contract.ts'
import { describeRaces } from './contract/races.contract.ts'
import { describeRedrive } from './contract/redrive.contract.ts'
import { describeRedriveChoices } from './contract/redrive-choices.contract.ts'
import { describeReplay } from './contract/replay.contract.ts'
import { describeReplayed } from './contract/replayed.contract.ts'
import { describeResults } from './contract/results.contract.ts'
import { describeSearchAnswers } from './contract/search/answers.contract.ts'
import { describeOddQueries } from './contract/search/odd-queries.contract.ts'
import { describeSearch } from './contract/search/search.contract.ts'
import { describeSearchOfNames } from './contract/search/search-names.contract.ts'
import { describeStorable } from './contract/storable.contract.ts'

/** Contract of every store, one test per promise. */
export function describeStore(name: string, open: OpenTestStore) {
  describe(name, () => {
    describeAdditions(open)
    describeAppends(open)
    describeResults(open)
    describeDocumentStatus(open)
    describeOrders(open)
    describeOriginals(open)
    describeLosses(open)
    describeLanes(open)
    describeRedrive(open)
    describeRedriveChoices(open)
    describeReplay(open)
    describeReplayed(open)
    describeCorrections(open)
    describeCorrectionsBesideResults(open)
    describeDeadLetters(open)
    describeDeadLettersWithResults(open)
    describeCounts(open)
    describeDeletions(open)
    describeLists(open)
    describeListParts(open)
    describeSearch(open)
    describeOddQueries(open)
    describeSearchAnswers(open)
    describeSearchOfNames(open)
    describeFeed(open)
    describePrune(open)
    describeStorable(open)
    describeRaces(open)
  })
}
