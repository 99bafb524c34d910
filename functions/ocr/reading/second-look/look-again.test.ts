import { expect, test } from 'vitest'
import type { Word } from '../../../shared/events/contract.ts'
import { DeadlineError } from '../../engine/engine.ts'
import type { Reading } from '../../engine/reading.ts'
import type { Pixels } from '../../preparation/pixels.ts'
import { drawLine } from '../../preparation/print/print.fixture.ts'
import { lookAgain, type Read, toCandidate } from './look-again.ts'

const reading = (confidence: number): Reading => ({
  ...{ text: 'word', confidence },
  words: [{ text: 'word', confidence, box: [0, 0, 30, 10] }],
})
const nothing: Reading = { text: '', confidence: 0, words: [] }

/** Grey page with a black pixel at the top left. */
function page(width: number, height: number, black = [0]): Pixels {
  const grey = new Uint8Array(width * height).fill(200)
  for (const at of black) grey[at] = 0
  return { grey, width, height, resolution: 300 }
}
const first = (pixels: Pixels, read: Reading) =>
  toCandidate({ pixels, toPicture: (point) => point }, read)
const neverAgain: Read = async () => {
  throw new Error('read again')
}
/** Grey page with lines of letters at the given tops. */
function pageOfPrint(tops: number[]): Pixels {
  const grey = new Uint8Array(200 * 100).fill(200)
  for (const top of tops) drawLine({ grey, width: 200 }, { left: 10, top, letters: 10 })
  return { grey, width: 200, height: 100, resolution: 300 }
}
const wordOver = (top: number): Word => ({
  ...{ text: 'abcdefghij', confidence: 95 },
  box: [0, top - 1, 299, top + 24],
})
/** Whether the black pixel is at the bottom right. */
const isTurned = ({ grey }: Pixels) => (grey.at(-1) ?? 255) < 100

test('a page of high confidence is not read again', async () => {
  const { best, looks } = await lookAgain(first(page(50, 50), reading(95)), neverAgain)

  expect([best.look, looks]).toEqual([null, []])
})

test('a page of high confidence and low coverage is read again', async () => {
  const pixels = pageOfPrint([20, 60])
  const read: Read = async () => ({
    ...reading(95),
    words: [20, 60].map((top) => ({ ...wordOver(top * 1.5), confidence: 95 })),
  })

  const { best, looks } = await lookAgain(
    first(pixels, { ...reading(95), words: [wordOver(20)] }),
    read,
  )

  expect([best.look, best.coverage]).toEqual(['enlarged, one column', 100])
  expect(looks).toEqual(['enlarged, one column'])
})

/** Two columns of three lines. */
function columns(wordsInLine: number, confidence: number): Reading {
  const lines = [20, 40, 60, 20, 40, 60].map((top) =>
    Array.from({ length: wordsInLine }, (): Word => ({ ...wordOver(top), confidence })),
  )
  const text = lines.map((line) => line.map((word) => word.text).join(' ')).join('\n')
  return { text, confidence, words: lines.flat() }
}

test('columns of sentences are not read again, whatever their confidence', async () => {
  const { looks } = await lookAgain(first(pageOfPrint([20, 40, 60]), columns(4, 70)), neverAgain)

  expect(looks).toEqual([])
})

test('names and prices that were read as two columns are read again', async () => {
  const { looks } = await lookAgain(
    first(pageOfPrint([20, 40, 60]), columns(1, 70)),
    async () => nothing,
  )

  expect(looks).toEqual(['enlarged, one column', 'enlarged, one block'])
})

test('a page without dark pixels is not read again', async () => {
  const { looks } = await lookAgain(first(page(50, 50, []), nothing), neverAgain)

  expect(looks).toEqual([])
})

test('a small page with doubtful words is enlarged', async () => {
  const read: Read = async ({ width }) => reading(width === 75 ? 90 : 10)

  const { best, looks } = await lookAgain(first(page(50, 50), reading(80)), read)

  expect(looks).toEqual(['enlarged, one column'])
  expect([best.look, best.reading.confidence]).toEqual(['enlarged, one column', 90])
})

test('a page that stays doubtful is read as one block as well', async () => {
  const read: Read = async (_, how) => reading(how === 'block' ? 74 : 65)

  const { best, looks } = await lookAgain(first(page(50, 50), reading(70)), read)

  expect(looks).toEqual(['enlarged, one column', 'enlarged, one block'])
  expect(best.look).toBe('enlarged, one block')
})

test('a large page is not enlarged', async () => {
  const { looks } = await lookAgain(first(page(1300, 1300), reading(80)), neverAgain)

  expect(looks).toEqual([])
})

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
