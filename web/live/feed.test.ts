import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Change } from './change.ts'
import { createFeed } from './feed.ts'

/** EventSource under the test's control. */
class FakeSource extends EventTarget {
  readyState = 0
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  readonly url: string

  constructor(url: string) {
    super()
    this.url = url
  }
  close() {
    this.readyState = 2
  }
  say(name: string, data: object) {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
  }
  /** Connection error after which the browser reconnects. */
  lose() {
    this.readyState = 0
    this.onerror?.()
  }
  /** Response that is no event stream: the browser does not reconnect. */
  refuse() {
    this.readyState = 2
    this.onerror?.()
  }
}

function setUp() {
  const sources: FakeSource[] = []
  const changes: Change[] = []
  const readings: unknown[] = []
  const onReset = vi.fn()
  const page = { isHidden: false }
  const feed = createFeed({
    open: (url) => {
      const source = new FakeSource(url)
      sources.push(source)
      return source as unknown as EventSource
    },
    onChange: (change) => changes.push(change),
    onReading: (reading) => readings.push(reading),
    onOpen: () => readings.splice(0),
    onReset,
    isHidden: () => page.isHidden,
  })
  feed.follow(7)
  const urls = () => sources.map(({ url }) => url)
  return { feed, page, sources, urls, changes, readings, onReset, first: sources[0] as FakeSource }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the feed starts after the change number of the list', () => {
  const { urls, changes, first } = setUp()

  first.say('document', { change: 8, id: 'd', status: 'queued' })
  first.say('page', { change: 9, id: 'd', page: 1, status: 'done' })

  expect(urls()).toEqual(['v1/events?after=7'])
  expect(changes.map(({ kind, change }) => [kind, change])).toEqual([
    ['document', 8],
    ['page', 9],
  ])
})

test('a reconnect clears the readings; a reading is not a change', () => {
  const { urls, readings, first } = setUp()
  first.onopen?.()
  first.say('reading', { id: 'd', page: 1 })
  const before = [...readings]

  first.lose()
  first.onopen?.()
  first.refuse()
  vi.advanceTimersByTime(500)

  expect([before, readings]).toEqual([[{ id: 'd', page: 1 }], []])
  expect(urls().at(-1)).toBe('v1/events?after=7')
})

test('a refused stream is reopened after the last received change', () => {
  const { urls, first } = setUp()
  first.say('document', { change: 12, id: 'd', status: 'queued' })

  first.refuse()
  vi.advanceTimersByTime(500)

  expect(urls()).toEqual(['v1/events?after=7', 'v1/events?after=12'])
})

test('a short loss of the connection is not shown, a long one is', () => {
  const { feed, first } = setUp()

  first.lose()
  vi.advanceTimersByTime(1_000)
  first.onopen?.()
  vi.advanceTimersByTime(10_000)
  const afterShortLoss = feed.isLost.value
  first.lose()
  vi.advanceTimersByTime(3_000)
  const afterLoss = feed.isLost.value
  first.onopen?.()

  expect([afterShortLoss, afterLoss, feed.isLost.value]).toEqual([false, true, false])
})

test('a reset closes the stream and calls onReset', () => {
  const { onReset, first } = setUp()

  first.say('reset', { change: 40 })

  expect(onReset).toHaveBeenCalledOnce()
  expect(first.readyState).toBe(2)
})

test('a silent stream is lost and replaced, one with heartbeats is not', () => {
  const { feed, urls, sources, first } = setUp()
  first.onopen?.()

  for (let count = 0; count < 4; count += 1) {
    vi.advanceTimersByTime(15_000)
    first.say('heartbeat', {})
  }
  const whileHeard = [feed.isLost.value, urls().length]
  vi.advanceTimersByTime(25_000)
  const afterSilence = [feed.isLost.value, urls().length, first.readyState]
  sources[1]?.onopen?.()

  expect([whileHeard, afterSilence]).toEqual([
    [false, 1],
    [true, 2, 2],
  ])
  expect(feed.isLost.value).toBe(false)
})

test('a server that does not answer is asked every 25 s', () => {
  const { feed, urls, first } = setUp()
  first.onopen?.()

  vi.advanceTimersByTime(5 * 60_000)

  expect([feed.isLost.value, urls().length]).toEqual([true, 13])
})

test('a hidden page has no connection; shown again, it follows from where it was', () => {
  const { feed, page, urls, first } = setUp()
  first.onopen?.()
  first.say('document', { change: 12, id: 'd', status: 'queued' })

  page.isHidden = true
  feed.reconnect()
  vi.advanceTimersByTime(5 * 60_000)
  const whileHidden = [first.readyState, urls().length, feed.isLost.value]
  page.isHidden = false
  feed.reconnect()

  expect(whileHidden).toEqual([2, 1, false])
  expect(urls()).toEqual(['v1/events?after=7', 'v1/events?after=12'])
})

test('a page that is loaded hidden connects when it is shown', () => {
  const { feed, page, urls } = setUp()
  page.isHidden = true
  feed.follow(20)
  const whileHidden = urls().length

  page.isHidden = false
  feed.reconnect()

  expect(whileHidden).toBe(1)
  expect(urls().at(-1)).toBe('v1/events?after=20')
})
