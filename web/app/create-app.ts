import { effect, untracked } from '@preact/signals'
import { createApi } from '../api/api.ts'
import { createBatches } from '../batch/batches.ts'
import { openStorage } from '../batch/storage.ts'
import { describeEnd } from '../format/state.ts'
import { createLibrary } from '../library/library.ts'
import { createPager } from '../library/pager.ts'
import { createSearch } from '../library/search.ts'
import { createFeed } from '../live/feed.ts'
import { createReadings } from '../live/readings.ts'
import { createUnknownChanges } from '../live/unknown-changes.ts'
import { createNavigation } from '../routing/navigation.ts'
import { checkFile } from '../uploads/files/check-file.ts'
import { randomId } from '../uploads/random-id.ts'
import { sendUpload } from '../uploads/send-upload.ts'
import { createUploads } from '../uploads/uploads.ts'
import { createActions } from './actions.ts'
import { createDetail } from './detail.ts'
import { createFollower } from './follow.ts'
import { createLanguages } from './languages.ts'
import { createNotices } from './notices.ts'
import { createSystemWatch } from './system-watch.ts'

/** Composition root of the page; components only render its parts. */
export function createApp(window: Window & typeof globalThis) {
  const now = () => Date.now()
  const api = createApi({ fetch: window.fetch.bind(window) })
  const notices = createNotices({ showMs: 10_000 })
  const { announce } = notices
  const navigation = createNavigation({ window })
  const library = createLibrary()
  const pager = createPager({ api, library })
  const search = createSearch({ api, library, announce })
  const storage = openStorage(window)
  const batches = createBatches({ api, storage, now, announce })
  const languages = createLanguages({ api, storage })
  const unknownChanges = createUnknownChanges({ max: 5_000 })
  const readings = createReadings()
  const isHidden = () => window.document.hidden
  const systemWatch = createSystemWatch({ api, everyMs: 2_000, isHidden })
  const follower = createFollower({
    ...{ api, library, search, batches, unknownChanges },
    onEnded: (document) => announce(describeEnd(document)),
  })
  const actions = createActions({ api, library, batches, navigation, notices, follower })
  const uploads = createUploads({
    send: sendUpload,
    check: (file) => checkFile(file, systemWatch.system.value?.limits.imageBytes ?? null),
    onAccepted: actions.accepted,
    onRefused: actions.refused,
    language: () => languages.chosen.value,
    now,
    wait: (ms, callback) => {
      const timer = window.setTimeout(callback, ms)
      return () => window.clearTimeout(timer)
    },
    newKey: randomId,
    // Of a browser's six connections to a server, one is the feed and two are for texts and previews.
    maxAtOnce: 3,
  })
  const feed = createFeed({
    open: (url) => new window.EventSource(url),
    onOpen: readings.clear,
    onReading: readings.add,
    onChange: (change) => {
      readings.apply(change)
      follower.follow(change)
      systemWatch.scheduleLoad()
    },
    onReset: () => void load(),
  })
  const detail = createDetail({ api, library, search, navigation })

  /** Loads the list, then follows the feed from the list's change number. */
  async function load() {
    void languages.load()
    const changes = await pager.reload()
    if (changes === null) {
      window.setTimeout(() => void load(), 4_000)
      return
    }
    unknownChanges.clear()
    feed.follow(changes)
    const { documentId } = navigation.route.peek()
    if (documentId !== null && library.find(documentId)) follower.refetch(documentId)
    await batches.refreshAll()
  }

  window.addEventListener('online', () => {
    feed.reconnect()
    uploads.retryNow()
  })
  window.document.addEventListener('visibilitychange', () => {
    if (!isHidden()) systemWatch.resume()
  })
  window.addEventListener('beforeunload', (event) => {
    if (uploads.unfinished.value > 0) event.preventDefault()
  })
  effect(() => {
    const { query } = navigation.route.value
    untracked(() => void search.find(query))
  })
  void systemWatch.load()
  void load().then(batches.restore)

  return {
    ...{ actions, batches, detail, feed, languages, library, navigation, notices, pager, search },
    ...{ uploads, readings },
    system: systemWatch.system,
    newer: unknownChanges.countAfter(() => pager.newestId.value),
    reload: load,
  }
}

export type App = ReturnType<typeof createApp>
