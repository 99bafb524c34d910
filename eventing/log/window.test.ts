import { describe, expect, test } from 'vitest'
import {
  createWindow,
  fromCommitted,
  maxMetadataBytes,
  maxWindow,
  type Progress,
  toCommitted,
} from './window.ts'

const open = (offset: number, attempts = 0) => ({ offset, attempts })

describe('a window', () => {
  test('what is finished between open records is not told of', () => {
    const window = createWindow({ position: 0, open: [] })
    for (const offset of [0, 1, 2, 3]) window.begin(offset)

    window.attempted(1, 2)
    for (const offset of [0, 2]) window.finish(offset)

    expect(window.progress()).toEqual({ position: 4, open: [open(1, 2), open(3)] })
  })

  test('offsets that a partition lacks are no gap', () => {
    const window = createWindow({ position: 0, open: [] })
    for (const offset of [5, 9, 70]) window.begin(offset)

    window.finish(9)

    expect(window.progress()).toEqual({ position: 71, open: [open(5), open(70)] })
  })

  test('it goes on from what was open, attempts included', () => {
    const window = createWindow({ position: 9, open: [open(3, 4), open(7)] })

    window.begin(9)
    window.finish(7)
    window.attempted(7, 9)

    expect(window.progress()).toEqual({ position: 10, open: [open(3, 4), open(9)] })
  })
})

describe('what is committed', () => {
  test.each<[string, Progress, { offset: number; metadata: string }]>([
    ['nothing open', { position: 7, open: [] }, { offset: 7, metadata: '' }],
    [
      'some open, one with attempts',
      { position: 180, open: [open(100, 3), open(105), open(170)] },
      { offset: 100, metadata: '28;0.3,5,1t' },
    ],
  ])('%s', (_, progress, committed) => {
    expect(toCommitted(progress)).toEqual(committed)
    expect(fromCommitted(committed)).toEqual(progress)
  })

  test('the widest window fits, and comes back whole', () => {
    const step = 2 ** 40
    const offsets = Array.from({ length: maxWindow }, (_, n) => open(n * step, 1001))
    const progress = { position: maxWindow * step, open: offsets }

    const committed = toCommitted(progress)

    expect(Buffer.byteLength(committed.metadata)).toBeLessThanOrEqual(maxMetadataBytes)
    expect(fromCommitted(committed)).toEqual(progress)
  })

  test.each(['', 'consumer-1', ';', '5;', '1;5', '{"open":[]}', '9;0,,1', '9;0.', 'Z;0'])(
    'from %j beside the offset, all that follows is unfinished',
    (metadata) => {
      expect(fromCommitted({ offset: 3, metadata })).toEqual({ position: 3, open: [] })
    },
  )
})
