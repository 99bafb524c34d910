import { computed, effect, untracked } from '@preact/signals'
import type { Api } from '../api/api.ts'
import { openStorage } from '../batch/storage.ts'
import type { Library } from '../library/library.ts'
import type { Pager } from '../library/pager.ts'
import type { Search, SearchResult } from '../library/search.ts'
import { createDeletions } from '../list/deletions.ts'
import { createListSettings } from '../list/list-settings.ts'
import { createNearby } from '../list/nearby.ts'
import { createSelection } from '../list/selection.ts'
import type { Navigation } from '../routing/navigation.ts'
import { createBulkActions } from './bulk-actions.ts'
import type { Follower } from './follow.ts'
import type { Notices } from './notices.ts'
import { saveFile } from './save-file.ts'

type Entry = Pick<SearchResult, 'item'> & Partial<SearchResult>

export interface ListingDeps {
  window: Window
  /** Calls back later; gives the function that prevents it. */
  wait: (callback: () => void, ms: number) => () => void
  api: Api
  navigation: Navigation
  library: Library
  pager: Pick<Pager, 'next' | 'loadOlder'>
  search: Search
  follower: Follower
  notices: Notices
}

/** The shown list: which documents of it are loaded, chosen or being deleted, and how it looks. */
export function createListing(deps: ListingDeps) {
  const { window, wait, api, navigation, library, pager, search, follower, notices } = deps
  const openId = () => navigation.route.peek().documentId
  const deletions = createDeletions({ api, notices, onDeleted: follower.remove, wait })
  const isSearching = computed(() => navigation.route.value.query !== '')
  const entries = computed(() => {
    const all: readonly Entry[] = isSearching.value
      ? search.results.value
      : library.items.value.map((item) => ({ item }))
    const hidden = deletions.hidden.value
    return all.filter(({ item: { id } }) => id === null || !hidden.has(id))
  })
  /** Ids of the listed documents. */
  const order = computed(() => entries.value.flatMap(({ item }) => item.id ?? []))
  const selection = createSelection({ order })
  const list = computed(() => {
    const { query, filter } = navigation.route.value
    return JSON.stringify([query, filter])
  })
  effect(() => {
    list.value
    untracked(selection.clear)
  })
  window.addEventListener('pagehide', deletions.sendAll)

  return {
    ...{ deletions, entries, order, selection },
    /** Whether the list has more entries than are loaded. */
    hasOlder: computed(() => (isSearching.value ? search : pager).next.value !== null),
    loadOlder: () => void (isSearching.peek() ? search.findMore() : pager.loadOlder()),
    bulk: createBulkActions({ api, notices, follower, save: saveFile }),
    nearby: createNearby({
      ...{ api, library, wait, onGone: follower.remove, onLoaded: follower.catchUp },
      isOpen: (id) => id === openId(),
      around: { loaded: 24, kept: 150 },
    }),
    settings: createListSettings(openStorage(window, 'localStorage')),
    /** Ids of documents that are shown, though they may not be in the library's list. */
    usedElsewhere: () =>
      new Set(
        [openId(), ...search.results.peek().map(({ item }) => item.id)].flatMap((id) => id ?? []),
      ),
  }
}
