import { expect, test } from 'vitest'
import { compareRuns } from './compare.ts'
import { cer, info, reading } from './readings.fixture.ts'

const readers = [info('command'), info('libtesseract')]
const before = {
  readers,
  readings: [
    reading('command', 'unlv/a.png'),
    reading('libtesseract', 'unlv/a.png', { ...cer(0.4), cpuSeconds: 1 }),
    reading('command', 'receipts/b.jpg'),
    reading('libtesseract', 'receipts/b.jpg', { ...cer(0.2), cpuSeconds: 1 }),
    reading('libtesseract', 'receipts/only-then.jpg', cer(1)),
  ],
}
const now = {
  readers,
  readings: [
    reading('command', 'unlv/a.png'),
    reading('libtesseract', 'unlv/a.png', { ...cer(0.1), cpuSeconds: 2 }),
    reading('command', 'receipts/b.jpg'),
    reading('libtesseract', 'receipts/b.jpg', { ...cer(0.3), cpuSeconds: 1 }),
    reading('libtesseract', 'receipts/only-now.jpg', cer(1)),
  ],
}

test('all pages of both runs are compared, then those of each group', () => {
  const changes = compareRuns(before, now).filter(({ reader }) => reader === 'libtesseract')

  expect(changes.map(({ group, better, worse }) => [group, better, worse])).toEqual([
    [null, 1, 1],
    ['unlv', 1, 0],
    ['receipts', 0, 1],
  ])
  const means = changes.map(({ before, now }) => [before.cer?.mean, now.cer?.mean])
  expect(means).toEqual([
    [expect.closeTo(0.3), expect.closeTo(0.2)],
    [0.4, 0.1],
    [0.2, 0.3],
  ])
})

test('each run’s time is relative to its own command', () => {
  const [change] = compareRuns(before, now).filter(({ reader }) => reader === 'libtesseract')

  expect(change?.before.cpuRatio).toBe(1)
  expect(change?.now.cpuRatio).toBe(1.5)
})

test('a reader in only one of the runs is omitted', () => {
  const other = { readers: [info('tesseract.js')], readings: [reading('tesseract.js', 'a')] }

  expect(compareRuns(other, now)).toEqual([])
})

test('a page listed twice counts once', () => {
  const twice = { readers, readings: [...now.readings, ...now.readings] }

  const [, all] = compareRuns(before, twice)

  expect(all).toMatchObject({ group: null, better: 1, worse: 1 })
})

test('without a command in the earlier run, the later run still has its ratio', () => {
  const readings = before.readings.filter(({ reader }) => reader !== 'command')

  const [change] = compareRuns({ readers, readings }, now)

  expect(change).toMatchObject({ reader: 'libtesseract', before: { cpuRatio: null } })
  expect(change?.now.cpuRatio).toBe(1.5)
})
