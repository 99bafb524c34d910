import { expect, test } from 'vitest'
import { drawTree, gapsOf, type ReceivedSpan, rootsOf } from './trace.ts'

function span(name: string, parent: string | null, [startMs, endMs]: [number, number], more = {}) {
  const own: ReceivedSpan = {
    ...{ service: 's', name, traceId: 't', spanId: name, parentSpanId: parent, startMs, endMs },
    ...{ attributes: {}, links: [], isFailed: false },
  }
  return { ...own, ...more }
}

const page = [
  span('POST', null, [0, 10]),
  span('send', 'POST', [1, 10]),
  span('append', 'send', [2, 9]),
  span('wait', 'send', [9, 20]),
  span('deliver topic', 'send', [20, 90]),
  span('read', 'deliver topic', [22, 89]),
  span('fetch', 'read', [23, 40]),
  span('recognize', 'read', [40, 87]),
]

test('a trace without a gap has none, and one root', () => {
  expect(gapsOf(page, 5)).toEqual([])
  expect(rootsOf(page).map(({ name }) => name)).toEqual(['POST'])
})

test('a span with children does not explain the time between them', () => {
  const slow = page.filter(({ name }) => name !== 'fetch')

  expect(gapsOf(slow, 5)).toEqual([{ after: 'wait', before: 'recognize', ms: 20 }])
})

test('the time after the last child is a gap', () => {
  const late = page.map((each) => (each.name === 'deliver topic' ? { ...each, endMs: 120 } : each))

  expect(gapsOf(late, 5)).toEqual([{ after: 'recognize', before: 'the end', ms: 33 }])
})

test('a failed delivery explains its time', () => {
  const killed = [
    ...page.slice(0, 4),
    span('deliver topic', 'send', [20, 90], { isFailed: true }),
    span('replica', 'deliver topic', [20, 21]),
  ]

  expect(gapsOf(killed, 5)).toEqual([])
})

test('a span whose parent is missing is another root', () => {
  const orphan = span('store', 'unknown', [90, 91])

  expect(rootsOf([...page, orphan]).map(({ name }) => name)).toEqual(['POST', 'store'])
})

test('a tree is drawn with times from its start', () => {
  expect(drawTree(page.slice(0, 3))).toBe(
    ['POST [s] 0.0–10.0', '  send [s] 1.0–10.0', '    append [s] 2.0–9.0'].join('\n'),
  )
})
