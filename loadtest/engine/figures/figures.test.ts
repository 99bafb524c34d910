import { expect, test } from 'vitest'
import { toFigures, toGroupFigures } from './figures.ts'
import { cer, info, reading } from './readings.fixture.ts'

const a = 'unlv/a.png'
const b = 'unlv/b.png'
const c = 'unlv/c.png'

test('times are per page, and relative to the command over all pages', () => {
  const readings = [
    reading('command', a, { seconds: 1, cpuSeconds: 1 }),
    reading('command', b, { seconds: 9, cpuSeconds: 7 }),
    reading('libtesseract', a, { seconds: 2, cpuSeconds: 3 }),
    reading('libtesseract', b, { seconds: 3, cpuSeconds: 3 }),
  ]

  const [command, engine] = toFigures(readings, [info('command'), info('libtesseract')])

  expect(engine).toMatchObject({ secondsPerPage: 2.5, cpuSecondsPerPage: 3 })
  expect(engine).toMatchObject({ timeRatio: 0.5, cpuRatio: 0.75 })
  expect(command).toMatchObject({ timeRatio: 1, cpuRatio: 1 })
})

test('a command with another model is not a baseline', () => {
  const readings = [reading('command', a), reading('tesseract.js', a)]

  const figures = toFigures(readings, [info('command'), info('tesseract.js', false, 'npm')])

  expect(figures[1]).toMatchObject({ timeRatio: null, cpuRatio: null })
})

test('error rates have a median and a mean, without pages that lack a reference text', () => {
  const readings = [
    reading('libtesseract', a, cer(0.01)),
    reading('libtesseract', b, cer(0.02)),
    reading('libtesseract', c, cer(0.6)),
    reading('libtesseract', 'unlv/d.png', { rates: null, failed: 'TypeError' }),
  ]

  const [figures] = toFigures(readings, [info('libtesseract')])

  expect(figures).toMatchObject({ pages: 4, failed: 1 })
  expect(figures?.cer?.median).toBe(0.02)
  expect(figures?.cer?.mean).toBeCloseTo(0.21)
  expect(figures?.cerAnyCase?.mean).toBeCloseTo(0.105)
  expect(figures?.wer?.mean).toBeCloseTo(0.42)
})

test('second looks are counted, and compared with the same engine without them', () => {
  const name = 'libtesseract, second looks'
  const readings = [
    reading('libtesseract', a, cer(0.5)),
    reading('libtesseract', b, cer(0.1)),
    reading(name, a, { ...cer(0.1), looks: ['column', 'sparse'], kept: 'sparse' }),
    reading(name, b, { ...cer(0.1), looks: ['column'] }),
  ]

  const figures = toFigures(readings, [info('libtesseract'), info('libtesseract', true)])

  expect(figures[0]?.looks).toEqual({ pages: 0, made: 0, kept: 0, meanCerWithout: null })
  expect(figures[1]?.looks).toEqual({ pages: 2, made: 3, kept: 1, meanCerWithout: 0.3 })
  expect(figures[1]?.cer?.mean).toBeCloseTo(0.1)
})

test('a reader without readings is omitted', () => {
  expect(toFigures([reading('command', a)], [info('command'), info('libtesseract')])).toHaveLength(
    1,
  )
})

test('without reference texts there are no rates', () => {
  const [figures] = toFigures([reading('command', a, { rates: null })], [info('command')])

  expect(figures).toMatchObject({ cer: null, wer: null, cerAnyCase: null })
})

test('several groups are reported separately too, a single group is not', () => {
  const readings = [reading('command', 'unlv/a'), reading('command', 'receipts/b', cer(0.5))]
  const meansOf = (some: typeof readings) =>
    toGroupFigures(some, [info('command')]).map(({ group, figures }) => [
      group,
      figures[0]?.cer?.mean,
    ])

  expect(meansOf(readings)).toEqual([
    [null, 0.25],
    ['unlv', 0],
    ['receipts', 0.5],
  ])
  expect(meansOf(readings.slice(1))).toEqual([[null, 0.5]])
})
