import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const now = new Date('2026-11-21T12:00:00Z')

test('without options all dead letters of this machine are redriven', () => {
  const options = readOptions([], now)

  expect(options).toEqual({
    ...{ url: 'http://localhost:8080', since: null, reason: null },
    ...{ dismiss: false, dryRun: false },
  })
})

test('options set the address, the selection and the dry run', () => {
  const args = ['--url', 'https://scans.example/', '--reason', 'memory', '--dry-run', '--dismiss']

  const options = readOptions(args, now)

  expect(options).toMatchObject({
    ...{ url: 'https://scans.example', reason: 'memory', dryRun: true, dismiss: true },
  })
})

test.each([
  ['90s', '2026-11-21T11:58:30Z'],
  ['30m', '2026-11-21T11:30:00Z'],
  ['2h', '2026-11-21T10:00:00Z'],
  ['7d', '2026-11-14T12:00:00Z'],
  ['2026-11-20', '2026-11-20T00:00:00Z'],
  ['2026-11-21T09:00:00+01:00', '2026-11-21T08:00:00Z'],
])('--since %s is a time', (since, expected) => {
  expect(readOptions(['--since', since], now).since).toEqual(new Date(expected))
})

test.each([
  [['--since', 'yesterday'], 'Expected --since to be like 2h'],
  [['--url', 'scans'], 'Expected --url to be an http address, got "scans"'],
  [['--url', 'ftp://scans'], 'Expected --url to be an http address'],
  [['--dry'], "Unknown option '--dry'"],
  [['everything'], 'everything'],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args, now)).toThrow(message)
})
