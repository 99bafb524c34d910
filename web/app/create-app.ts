import { computed, effect, untracked } from '@preact/signals'
import { createApi } from '../api/api.ts'
import { createBatches } from '../batch/batches.ts'
import { openStorage } from '../batch/storage.ts'
import { describeEnd } from '../format/state.ts'
import { isFiltered } from '../library/filter.ts'
import { createLibrary } from '../library/library.ts'
import { createPager } from '../library/pager.ts'
import { createSearch } from '../library/search.ts'
import { createFeed } from '../live/feed.ts'
import { createReadings } from '../live/readings.ts'
import { createUnknownChanges } from '../live/unknown-changes.ts'
import { createReader } from '../reader/create-reader.ts'
import { createReaderSettings } from '../reader/reader-settings.ts'
import { createNavigation } from '../routing/navigation.ts'
import { createCpuMeter } from '../system/cpu.ts'
import { createDeadLetters } from '../system/dead-letters.ts'
import { createHistory } from '../system/history.ts'
import { checkFile } from '../uploads/files/check-file.ts'
import { randomId } from '../uploads/random-id.ts'
import { createRefusals } from '../uploads/refusals.ts'
import { sendUpload } from '../uploads/send-upload.ts'
import { createUploads } from '../uploads/uploads.ts'
import { createActions } from './actions.ts'
import { createDetail } from './detail.ts'
import { createFollower } from './follow.ts'
import { createLanguages } from './languages.ts'
import { createListing } from './listing.ts'
import { createNotices } from './notices.ts'
import { saveUrl } from './save-file.ts'
import { createSubmission } from './submission.ts'
import { createSystemWatch } from './system-watch.ts'

/** Composition root of the page; components only render its parts. */
export function createApp(window: Window & typeof globalThis) {
  const now = () => Date.now()
  const api = createApi({ fetch: window.fetch.bind(window) })
  const wait = (callback: () => void, ms: number) => {
    const timer = window.setTimeout(callback, ms)
    return () => window.clearTimeout(timer)
  }
  const notices = createNotices({ showMs: 10_000 })
  const { announce } = notices
  const navigation = createNavigation({ window })
  const library = createLibrary({ used: () => listing.usedElsewhere() })
  const pager = createPager({
    ...{ api, library, wait, filter: () => navigation.route.peek().filter },
    onLoaded(documents) {
      for (const document of documents) follower.catchUp(document)
    },
  })
  const search = createSearch({ api, library, announce })
  const storage = openStorage(window, 'sessionStorage')
  const batches = createBatches({ api, storage, now, announce })
  const languages = createLanguages({ api, storage })
  const unknownChanges = createUnknownChanges({ max: 5_000 })
  const readings = createReadings()
  const isHidden = () => window.document.hidden
  const history = createHistory({ api })
  const systemWatch = createSystemWatch({
    ...{ api, history, isHidden },
    ...{ everyMs: 2_000, watchedMs: 1_000, restMs: 30_000 },
  })
  const { system } = systemWatch
  const cpu = createCpuMeter({ system, now: () => performance.now() })
  const deadLetters = createDeadLetters({ api, notices })
  const follower = createFollower({
    ...{ api, library, search, batches, unknownChanges },
    onEnded: (document) => announce(describeEnd(document)),
  })
  const listing = createListing({
    ...{ window, wait, api, navigation, library, pager, search, follower, notices },
  })
  const { deletions, order, hasOlder, loadOlder } = listing
  const refusals = createRefusals()
  const limits = () => system.value?.limits ?? null
  const uploads = createUploads({
    send: sendUpload,
    check: (file) => checkFile(file, limits()),
    onAccepted: (upload, accepted) => actions.accepted(upload, accepted),
    onRefused: (upload, fault, code) => actions.refused(upload, fault, code),
    language: () => languages.chosen.value,
    ...{ now, wait, newKey: randomId },
    // Of a browser's six connections to a server, one is the feed and one is for texts and previews.
    maxAtOnce: 4,
  })
  const actions = createActions({
    ...{ api, library, batches, uploads, refusals, navigation, notices, follower, deletions },
    save: saveUrl,
  })
  const submission = createSubmission({
    ...{ limits, refusals, newKey: randomId, showList: actions.showList },
    send: actions.addDocuments,
  })
  const feed = createFeed({
    isHidden,
    open: (url) => new window.EventSource(url),
    onOpen() {
      readings.clear()
      // What was known before the connection was lost may be outdated.
      if (!systemWatch.isCurrent.peek()) void systemWatch.load()
    },
    onReading: readings.add,
    onChange: (change) => {
      readings.apply(change)
      follower.follow(change)
      systemWatch.scheduleLoad()
    },
    onReset: () => void load(),
  })
  const detail = createDetail({ api, library, navigation, order, hasOlder, loadOlder })
  const reader = createReader({
    ...{ api, detail, navigation, notices },
    settings: createReaderSettings(openStorage(window, 'localStorage')),
  })

  /** Loads the list, then follows the feed from the list's change number. */
  async function load() {
    void languages.load()
    const changes = await pager.reload()
    if (languages.list.peek() === null) void languages.load()
    unknownChanges.clear()
    feed.follow(changes)
    const { documentId } = navigation.route.peek()
    if (documentId !== null && library.find(documentId)) follower.refetch(documentId)
    await batches.refreshAll()
  }

  /** Lists the documents of the filter; the feed is followed already. */
  async function list() {
    await pager.reload()
    if (!isFiltered(navigation.route.peek().filter)) return
    // The list does not tell which of all documents is the newest.
    const newestId = unknownChanges.newestId()
    if (newestId > pager.newestId.peek()) pager.newestId.value = newestId
  }

  window.addEventListener('online', () => {
    feed.reconnect()
    uploads.retryNow()
  })
  window.addEventListener('offline', () => {
    systemWatch.invalidate()
    void systemWatch.load()
  })
  window.document.addEventListener('visibilitychange', () => {
    feed.reconnect()
    if (!isHidden()) systemWatch.resume()
  })
  window.addEventListener('beforeunload', (event) => {
    const isAsking = submission.question.value !== null
    if (uploads.unfinished.value > 0 || isAsking || reader.editor.hasUnsaved())
      event.preventDefault()
  })
  effect(() => {
    const { query, filter } = navigation.route.value
    untracked(() => void search.find(query, filter))
  })
  void systemWatch.load()
  // At once: the list may be long in coming, and batches that start before it must stay.
  void batches.restore()
  void load()
  const filter = computed(() => JSON.stringify(navigation.route.value.filter))
  let listed = filter.peek()
  effect(() => {
    const isOther = filter.value !== listed
    listed = filter.value
    if (isOther) untracked(() => void list())
  })

  return {
    ...{ actions, batches, detail, feed, languages, library, navigation, notices, pager, search },
    ...{ uploads, submission, refusals, reader, readings, system, cpu, deadLetters, listing },
    history: history.history,
    /** Whether `system` is what the server says now. */
    isConnected: computed(() => systemWatch.isCurrent.value && !feed.isLost.value),
    areServicesCurrent: systemWatch.areServicesCurrent,
    watchSystem: systemWatch.watch,
    newer: unknownChanges.countAfter(() => pager.newestId.value),
    reload: list,
  }
}

export type App = ReturnType<typeof createApp>
