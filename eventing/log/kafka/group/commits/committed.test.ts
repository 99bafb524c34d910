import { describe, expect, test } from 'vitest'
import { toSaved } from '../../../../source/delivery/counts.ts'
import { maxUnanswered } from '../../../../source/delivery/delivery.ts'
import { maxWindow, type Progress } from '../../../window.ts'
import { fromCommitted, maxMetadataBytes, toCommitted } from './committed.ts'

const open = (offset: number, attempts = 0) => ({ offset, attempts })

describe('toCommitted and fromCommitted', () => {
  test.each<[string, Progress, { offset: number; metadata: string }]>([
    ['nothing open', { position: 7, open: [] }, { offset: 7, metadata: '' }],
    [
      'open records, one with attempts',
      { position: 180, open: [open(100, 3), open(105), open(170)] },
      { offset: 100, metadata: '28;0.3,5,1t' },
    ],
  ])('%s', (_, progress, committed) => {
    expect(toCommitted(progress)).toEqual(committed)
    expect(fromCommitted(committed)).toEqual(progress)
  })

  test('the longest window fits, and survives a round trip', () => {
    const step = 2 ** 40
    const mostSaved = toSaved({ attempts: 1001, unanswered: maxUnanswered })
    const offsets = Array.from({ length: maxWindow }, (_, n) => open(n * step, mostSaved))
    const progress = { position: maxWindow * step, open: offsets }

    const committed = toCommitted(progress)

    expect(Buffer.byteLength(committed.metadata)).toBeLessThanOrEqual(maxMetadataBytes)
    expect(fromCommitted(committed)).toEqual(progress)
  })

  test.each(['', 'consumer-1', ';', '5;', '1;5', '{"open":[]}', '9;0,,1', '9;0.', 'Z;0'])(
    'with metadata %j, every record from the offset on is unfinished',
    (metadata) => {
      expect(fromCommitted({ offset: 3, metadata })).toEqual({ position: 3, open: [] })
    },
  )
})
