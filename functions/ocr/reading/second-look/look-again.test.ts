import { expect, test } from 'vitest'
import type { Word } from '../../../shared/events/contract/recognition.ts'
import type { Reading } from '../../engine/reading.ts'
import {
  first,
  neverAgain,
  nothing,
  page,
  pageOfPrint,
  reading,
  wordOver,
} from './look-again.fixture.ts'
import { lookAgain, type Read } from './look-again.ts'

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

test('a table is not read again, whatever its confidence', async () => {
  const words = [{ ...wordOver(20), confidence: 70 }]
  const candidate = first(pageOfPrint([20]), { ...reading(70), words })
  const table = { ...candidate, print: { ...candidate.print, isTable: true } }

  const { looks } = await lookAgain(table, neverAgain)

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

test('a page that was turned on request is not turned any further', async () => {
  const looksOf = async (isTurned: boolean) =>
    (await lookAgain(first(page(1300, 1300), reading(20)), async () => reading(90), { isTurned }))
      .looks

  expect([await looksOf(false), await looksOf(true)]).toEqual([['turned 180'], []])
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
