import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { characterErrorRate } from '../figures/score.ts'
import { truthOf } from '../pictures.ts'
import { postImages, until } from '../system/glyphflow.ts'
import {
  atRest,
  endStateOf,
  ownDrill,
  redrive,
  systemOf,
  uploadImages,
  uploadStubs,
} from './own-drill.fixture.ts'

const retry = 2
const drill = ownDrill({ retry, timeout: 'PT10S' })

test.each([
  ['gateway before the append', 1],
  ['gateway after the append', 1],
  ['gateway before its 202', 1],
  ['gateway in a commit of the store', 1],
  ['gateway in a commit of the store', 2],
  ['gateway asked for an original', 1],
  ['ocr before its fetch', 1],
  ['ocr in its fetch', 1],
  ['ocr after its result was sent', 1],
  ['results in a commit of the store', 1],
  ['results in a commit of the store', 2],
  ['runtime after an answer', 1],
  ['runtime after an answer', 2],
  ['runtime in a commit of the log', 1],
  ['runtime in a commit of the log', 2],
  ['runtime in a commit of the log', 3],
  ['runtime in a commit of the log', 4],
])('kill -9 of the %s, time %i: everything ends once', async (point, time) => {
  const { url } = await drill.start(drill.killAt(point, time))

  for (const number of [1, 2, 3]) {
    await uploadStubs(url, `${number}.png`, [{ kind: 'page', number }])
  }
  await atRest(url)
  await until(async () => drill.killed() !== null)
  await atRest(url)

  const { pages, repeatedEnds } = await endStateOf(url)
  expect(pages).toEqual(['1.png 1: page 1', '2.png 1: page 2', '3.png 1: page 3'])
  expect(repeatedEnds).toEqual([])
})

test('a document that was saved but not acknowledged ends once without a retry', async () => {
  const { url } = await drill.start(drill.killAt('gateway before the append'))

  const answer = await postImages(url, [await readFile(sample)], { name: 'once.png' })
  await atRest(url)

  const { pages, repeatedEnds } = await endStateOf(url)
  expect(answer.status).toBe(502)
  expect(pages).toEqual([expect.stringContaining('once.png 1: Ingrid')])
  expect(repeatedEnds).toEqual([])
})

describe('with a page that is really read', () => {
  // A busy machine reads it in more than the others' ten seconds.
  const drill = ownDrill({ retry })

  test.each([
    ['in recognition', 'tesseract.js'],
    ['150 ms into a page', 'auto'],
  ])('kill -9 of ocr %s, engine %s: the next replica reads the page', async (point, engine) => {
    const { url } = await drill.start({ ...drill.killAt(`ocr ${point}`), OCR_ENGINE: engine })

    await uploadImages(url, 'card.png', [await readFile(sample)])
    await atRest(url)

    const { pages, repeatedEnds } = await endStateOf(url)
    const text = pages[0]?.slice('card.png 1: '.length) ?? ''
    expect(drill.killed()).toBe('ocr')
    expect(pages).toHaveLength(1)
    expect(characterErrorRate(text, await truthOf(sample))).toBeLessThan(0.1)
    expect(repeatedEnds).toEqual([])
  })
})

test.each(['runtime before a dead letter', 'runtime after a dead letter'])(
  'kill -9 of the %s: the page fails once, the others are read',
  async (point) => {
    const { url } = await drill.start(drill.killAt(point))

    await uploadStubs(url, 'refused.png', [{ kind: 'refused', number: 1 }])
    await uploadStubs(url, 'other.png', [{ kind: 'page', number: 2 }])
    await atRest(url)

    const { pages, repeatedEnds } = await endStateOf(url)
    expect(drill.killed()).toBe('runtime')
    expect(pages).toEqual(['other.png 1: page 2', 'refused.png 1: gave-up'])
    expect(repeatedEnds).toEqual([])
  },
)

test.each([
  ['gateway before the append', 2],
  ['gateway after the append', 2],
])('kill -9 of the %s during a redrive: the page is read', async (point, time) => {
  const { url } = await drill.start(drill.killAt(point, time))
  drill.answerDeliveries('refuse')
  const id = await uploadStubs(url, 'a.png', [{ kind: 'page', number: 1 }])
  await atRest(url)
  const before = await endStateOf(url)
  drill.answerDeliveries(null)

  await redrive(url, id)
  await atRest(url)

  const { pages, repeatedEnds } = await endStateOf(url)
  expect(drill.killed()).toBe('gateway')
  expect(before.pages).toEqual(['a.png 1: gave-up'])
  expect(pages).toEqual(['a.png 1: page 1'])
  expect(repeatedEnds).toEqual([])
})

test('a document deleted between its event and the fetch leaves no dead letter', async () => {
  const { url } = await drill.start()
  drill.answerDeliveries('unavailable')
  const id = await uploadStubs(url, 'deleted.png', [{ kind: 'page', number: 1 }])
  await until(async () => deliveriesOf(id) > 0)

  await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
  drill.answerDeliveries(null)
  await until(async () => answersOf(id).includes(204))

  expect(answersOf(id)).toEqual([204])
  expect((await endStateOf(url)).pages).toEqual([])
  expect((await systemOf(url)).deadLetters.waiting).toBe(0)
})

test('a gateway outage longer than the page timeout leaves no dead letter', async () => {
  const { url, pids } = await drill.start({ DRILL_FETCH_MS: '300' })
  drill.answerDeliveries('unavailable')
  const id = await uploadStubs(url, 'waiting.png', [{ kind: 'page', number: 1 }])
  await until(async () => deliveriesOf(id) > 0)
  const [gateway = 0] = await pids('gateway')

  process.kill(gateway, 'SIGSTOP')
  drill.answerDeliveries(null)
  await until(async () => answersOf(id).length > retry + 1)
  process.kill(gateway, 'SIGCONT')
  await atRest(url)

  expect(new Set(answersOf(id).slice(0, retry + 2))).toEqual(new Set([503]))
  expect((await endStateOf(url)).pages).toEqual(['waiting.png 1: page 1'])
})

const sample = join(import.meta.dirname, '../samples/card-surveyor.png')

/** Statuses of answers from the function itself, without the stub's faulty answers. */
function answersOf(documentId: string): (number | null)[] {
  return drill
    .deliveries()
    .filter(({ event, misbehaviour }) => event.startsWith(documentId) && misbehaviour === null)
    .flatMap(({ status }) => status ?? [])
}

function deliveriesOf(documentId: string): number {
  return drill.deliveries().filter(({ event }) => event.startsWith(documentId)).length
}
