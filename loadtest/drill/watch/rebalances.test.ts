import { expect, test } from 'vitest'
import type { GroupView } from './kafka-view.ts'
import { createRebalances } from './rebalances.ts'

function group(assignment: string, isStable = true): GroupView {
  return { name: 'ocr', isStable, members: 2, assignment }
}

test.each<[string, (GroupView | null)[], [number, number][]]>([
  ['partitions that change hands do so between two looks', [group('a'), group('b')], [[0, 110]]],
  ['a group that stays as it is has none', [group('a'), group('a')], []],
  [
    'a look that saw nothing is passed over',
    [group('a'), group('a'), null, group('b')],
    [[100, 310]],
  ],
  [
    'so is a group in between, whoever is its member then',
    [group('a'), group('c', false), group('b')],
    [[0, 210]],
  ],
  ['one that comes back as it was has none', [group('a'), group('c', false), group('a')], []],
  ['nobody knows what was before the first look', [null, group('a')], []],
])('%s', (_, looks, expected) => {
  const { spans, look } = createRebalances()

  for (const [index, seen] of looks.entries()) {
    look({ from: index * 100, to: index * 100 + 10 }, seen)
  }

  expect(spans).toEqual(expected.map(([from, to]) => ({ from, to })))
})
