import { expect, test } from 'vitest'
import {
  acknowledged,
  aDocument,
  anEnd,
  attempted,
  donePage,
  failedPage,
  goodEvidence,
  queuedPage,
} from './verdict.fixture.ts'
import { type Evidence, judge } from './verdict.ts'

const nothing = { lost: 0, ghost: 0, twice: 0, wrong: 0 }

test('acknowledged and read pages are finished, without findings', () => {
  const verdict = judge(goodEvidence)

  expect(verdict).toEqual({
    ...{ attempted: 2, acknowledged: 2, indeterminate: 0, finished: 2 },
    ...nothing,
    findings: [],
  })
})

test.each<[string, Partial<Evidence>, Partial<typeof nothing>]>([
  ['a document that does not exist is lost', { documents: [], feed: [] }, { lost: 2 }],
  [
    'a document under another id than was acknowledged is lost',
    {
      notes: [
        attempted,
        { note: 'acknowledged', key: 'a.png', id: 'B', from: 0, to: 1, attempts: 1 },
      ],
    },
    { lost: 2 },
  ],
  [
    'a page that has not ended is lost',
    { documents: [aDocument([donePage(1), queuedPage(2)])] },
    { lost: 1 },
  ],
  ['a page that does not exist is lost', { documents: [aDocument([donePage(1)])] }, { lost: 1 }],
  ['an end that was never announced is lost', { feed: [anEnd(2, 1)] }, { lost: 1 }],
  [
    'changes that are not retained are lost',
    { feed: [{ kind: 'reset', change: 1 }, ...goodEvidence.feed] },
    { lost: 1 },
  ],
  ['a document that nobody attempted is a ghost', { notes: [] }, { ghost: 2 }],
  [
    'a page that was not uploaded is a ghost',
    {
      documents: [aDocument([donePage(1), donePage(2), donePage(3)])],
      feed: [...goodEvidence.feed, anEnd(4, 3)],
    },
    { ghost: 1 },
  ],
  [
    'one key with two documents is a duplicate',
    {
      documents: [...goodEvidence.documents, aDocument([donePage(1)], 'B')],
      feed: [...goodEvidence.feed, anEnd(4, 1, 'B')],
    },
    { twice: 1 },
  ],
  [
    'an end announced again is a duplicate',
    { feed: [...goodEvidence.feed, anEnd(4, 1)] },
    { twice: 1 },
  ],
  [
    'numbers that do not increase are duplicates',
    { feed: [anEnd(3, 1), anEnd(3, 2)] },
    { twice: 1 },
  ],
  [
    'the text of another page is wrong',
    { documents: [aDocument([donePage(1), donePage(2, 'page 1')])] },
    { wrong: 1 },
  ],
  [
    'a failure that nothing justifies is wrong',
    {
      documents: [aDocument([donePage(1), failedPage(2)])],
      feed: [
        anEnd(2, 1),
        { ...anEnd(3, 2), kind: 'page', status: 'failed' } as Evidence['feed'][0],
      ],
    },
    { wrong: 1 },
  ],
  [
    'an upload that was refused is wrong',
    {
      notes: [attempted, { note: 'refused', key: 'a.png', status: 400, code: 'no-image' }],
      documents: [],
      feed: [],
    },
    { wrong: 2 },
  ],
])('%s', (_, change, expected) => {
  const verdict = judge({ ...goodEvidence, ...change })

  expect(verdict).toMatchObject({ ...nothing, ...expected })
  expect(verdict.findings.length).toBeGreaterThan(0)
})

test.each<[string, Partial<Evidence>]>([
  ['exist', {}],
  ['be missing', { documents: [], feed: [] }],
])('an unacknowledged document may %s', (_, change) => {
  const verdict = judge({ ...goodEvidence, notes: [attempted], ...change })

  expect(verdict).toMatchObject({ ...nothing, acknowledged: 0, indeterminate: 2, findings: [] })
})

test('an unacknowledged document that exists must end', () => {
  const documents = [aDocument([donePage(1), queuedPage(2)])]

  const verdict = judge({ ...goodEvidence, notes: [attempted], documents })

  expect(verdict.lost).toBe(1)
})

test('a real page is read as the sample, a refused one fails', () => {
  const notes: Evidence['notes'] = [
    { note: 'attempted', key: 'a.png', pages: [{ sample: 'card.png' }, { failed: 'gave-up' }] },
    acknowledged,
  ]
  const documents = [aDocument([donePage(1, 'text of card.png'), failedPage(2)])]

  const verdict = judge({ ...goodEvidence, notes, documents, feed: [anEnd(2, 1)] })

  expect(verdict.wrong).toBe(0)
})
