import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Change } from './change.ts'
import { createFeed } from './feed.ts'

/** An EventSource that does what the test says. */
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
  /** Connections are lost; the browser opens them again by itself. */
  lose() {
    this.readyState = 0
    this.onerror?.()
  }
  /** An answer that is no stream ends it for good. */
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
  })
  feed.follow(7)
  const urls = () => sources.map(({ url }) => url)
  return { feed, sources, urls, changes, readings, onReset, first: sources[0] as FakeSource }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('changes are followed from the number of the list', () => {
  const { urls, changes, first } = setUp()

  first.say('document', { change: 8, id: 'd', status: 'queued' })
  first.say('page', { change: 9, id: 'd', page: 1, status: 'done' })

  expect(urls()).toEqual(['v1/events?after=7'])
  expect(changes.map(({ kind, change }) => [kind, change])).toEqual([
    ['document', 8],
    ['page', 9],
  ])
})

test('what is being read is forgotten with the connection, and is no change', () => {
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

test('a refused stream is opened again after the last change that came', () => {
  const { urls, first } = setUp()
  first.say('document', { change: 12, id: 'd', status: 'queued' })

  first.refuse()
  vi.advanceTimersByTime(500)

  expect(urls()).toEqual(['v1/events?after=7', 'v1/events?after=12'])
})

test('a connection that is back at once is nobody’s business, one that stays away is told', () => {
  const { feed, first } = setUp()

  first.lose()
  vi.advanceTimersByTime(1_000)
  first.onopen?.()
  vi.advanceTimersByTime(10_000)
  const afterBlink = feed.isLost.value
  first.lose()
  vi.advanceTimersByTime(3_000)
  const afterLoss = feed.isLost.value
  first.onopen?.()

  expect([afterBlink, afterLoss, feed.isLost.value]).toEqual([false, true, false])
})

test('a reset closes the stream: what is shown is loaded again first', () => {
  const { onReset, first } = setUp()

  first.say('reset', { change: 40 })

  expect(onReset).toHaveBeenCalledOnce()
  expect(first.readyState).toBe(2)
})

test('a stream that outlives its time is dead, and replaced', () => {
  const { urls, first } = setUp()
  first.onopen?.()

  vi.advanceTimersByTime(5 * 60_000)

  expect(urls()).toHaveLength(2)
})
