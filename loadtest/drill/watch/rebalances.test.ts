import { expect, test } from 'vitest'
import type { GroupView } from './kafka-view.ts'
import { createRebalances } from './rebalances.ts'

function group(assignment: string, isStable = true): GroupView {
  return { name: 'ocr', isStable, members: 2, assignment }
}

test.each<[string, (GroupView | null)[], [number, number][]]>([
  ['a reassignment lies between two looks', [group('a'), group('b')], [[0, 110]]],
  ['an unchanged assignment has none', [group('a'), group('a')], []],
  ['a failed look is ignored', [group('a'), group('a'), null, group('b')], [[100, 310]]],
  [
    'an unstable group is ignored, whatever its members',
    [group('a'), group('c', false), group('b')],
    [[0, 210]],
  ],
  [
    'a group that returns to its assignment has none',
    [group('a'), group('c', false), group('a')],
    [],
  ],
  ['the state before the first look is unknown', [null, group('a')], []],
])('%s', (_, looks, expected) => {
  const { spans, look } = createRebalances()

  for (const [index, seen] of looks.entries()) {
    look({ from: index * 100, to: index * 100 + 10 }, seen)
  }

  expect(spans).toEqual(expected.map(([from, to]) => ({ from, to })))
})
