import { expect, test } from 'vitest'
import type { Word } from '../../../shared/events/contract/recognition.ts'
import { DeadlineError } from '../../engine/engine.ts'
import type { Reading } from '../../engine/reading.ts'
import {
  first,
  isTurned,
  neverAgain,
  page,
  pageOfPrint,
  reading,
  wordOver,
} from './look-again.fixture.ts'
import { lookAgain, type Read } from './look-again.ts'

test('a page upside down is turned', async () => {
  const read: Read = async (pixels) => reading(isTurned(pixels) ? 95 : 20)

  const { best, looks } = await lookAgain(first(page(60, 40), reading(30)), read)

  expect([best.look, looks]).toEqual(['turned 180', ['turned 180']])
  expect(best.view.toPicture([0, 0])).toEqual([60, 40])
})

test('a page of low coverage is turned, although its words are not doubtful', async () => {
  const pixels = pageOfPrint([20, 60, 80])
  const read: Read = async () => reading(95)

  const { looks } = await lookAgain(
    first(pixels, { ...reading(70), words: [{ ...wordOver(20), confidence: 70 }] }),
    read,
  )

  expect(looks[0]).toBe('turned 180')
})

test('an orientation that covers only a few words is not kept', async () => {
  const pixels = pageOfPrint([20, 60, 80])
  const words = [20, 60, 80].map((top) => ({ ...wordOver(top), confidence: 40 }))
  const read: Read = async () => reading(70)

  const { best, looks } = await lookAgain(first(pixels, { ...reading(40), words }), read)

  expect(looks[0]).toBe('turned 180')
  expect(best.look).toBeNull()
})

test('no orientation is tried after one of high confidence', async () => {
  const long = (confidence: number): Reading => ({
    ...{ text: 'x'.repeat(30), confidence },
    words: [{ text: 'x'.repeat(30), confidence, box: [0, 0, 1, 1] }],
  })
  let reads = 0
  const read: Read = async (pixels) => {
    reads += 1
    return long(isTurned(pixels) ? 95 : 20)
  }

  const { looks } = await lookAgain(first(page(60, 40), reading(30)), read)

  expect([looks, reads]).toEqual([['turned 180'], 2])
})

test('a worse look is not kept', async () => {
  const { best, looks } = await lookAgain(first(page(50, 50), reading(80)), async () => reading(50))

  expect([best.look, looks]).toEqual([null, ['enlarged, one column']])
})

test('a slightly better look is not kept', async () => {
  const read: Read = async () => reading(80.9)

  const { best } = await lookAgain(first(page(50, 50), reading(80)), read)

  expect(best.look).toBeNull()
})

test('a look of clearly higher coverage is kept, although its additional words are less certain', async () => {
  const word = (top: number, confidence: number) => ({ ...wordOver(top), confidence })
  const read: Read = async () => ({
    ...reading(82),
    words: [word(20 * 1.5, 95), word(60 * 1.5, 70)],
  })

  const { best } = await lookAgain(
    first(pageOfPrint([20, 60]), { ...reading(95), words: [word(20, 95)] }),
    read,
  )

  expect([best.look, best.coverage]).toEqual(['enlarged, one column', 100])
})

test('a look with the lines in another order is not kept, whatever its confidence', async () => {
  const lines = (confidence: number, ...tops: number[]): Reading => ({
    ...{ text: 'lines', confidence },
    words: tops.map((top) => ({ text: 'word', confidence, box: [0, top, 30, top + 10] })),
  })
  const read: Read = async () => lines(95, 30, 60, 0)

  const { best } = await lookAgain(first(page(50, 50), lines(70, 0, 20, 40)), read)

  expect(best.look).toBeNull()
})

test.each([
  ['kept where it covers as much, of high confidence', 85, [20, 60], 'enlarged, one column'],
  ['dropped where it is doubtful', 70, [20, 60], null],
  ['dropped where it covers less', 85, [20], null],
])('a look without the jumps up of the first reading is %s', async (_, confidence, tops, kept) => {
  const half: Word = { ...wordOver(20), box: [0, 19, 100, 44] }
  const words = [wordOver(60), half]
  const read: Read = async () => ({
    ...reading(confidence),
    words: tops.map((top) => ({ ...wordOver(top * 1.5), confidence })),
  })

  const { best } = await lookAgain(first(pageOfPrint([20, 60]), { ...reading(95), words }), read)

  expect(best.look).toBe(kept)
})

test('past the deadline, the best reading so far is kept', async () => {
  const read: Read = async () => {
    throw new DeadlineError()
  }

  const { best } = await lookAgain(first(page(50, 50), reading(80)), read)

  expect(best.reading.confidence).toBe(80)
})

test('other errors are thrown', async () => {
  const again = lookAgain(first(page(50, 50), reading(80)), neverAgain)

  await expect(again).rejects.toThrow('read again')
})
