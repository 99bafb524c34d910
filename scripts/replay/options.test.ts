import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const now = new Date('2026-11-21T12:00:00Z')

test('only --from is required: by default up to now, all documents, one page per second, this machine', () => {
  const options = readOptions(['--from', '7d'], now)

  expect(options).toMatchObject({
    ...{ url: 'http://localhost:8080', from: new Date('2026-11-14T12:00:00Z'), to: now },
    ...{ status: null, batch: null, rate: 1, dryRun: false, anew: false },
  })
})

test('options set the selection, the rate and the dry run', () => {
  const args = ['--from', '2026-11-01', '--to', '2h', '--status', 'partial', '--batch', 'b']

  const options = readOptions([...args, '--rate', '0.5', '--dry-run', '--anew'], now)

  expect(options).toMatchObject({
    ...{ from: new Date('2026-11-01T00:00:00Z'), to: new Date('2026-11-21T10:00:00Z') },
    ...{ status: 'partial', batch: 'b', rate: 0.5, dryRun: true, anew: true },
  })
})

test('`asked` depends on the arguments, but not on rate and time', () => {
  const first = readOptions(['--from', '7d', '--url', 'http://a/'], now)
  const again = readOptions(['--url', 'http://a', '--rate', '9', '--from', '7d'], new Date())
  const other = readOptions(['--from', '7d', '--url', 'http://a', '--status', 'done'], now)

  expect(again.asked).toBe(first.asked)
  expect(other.asked).not.toBe(first.asked)
})

test.each([
  [[], 'Expected --from'],
  [['--from', 'yesterday'], 'Expected --from to be like 2h'],
  [['--from', '2h', '--to', '3h'], 'Expected --from to be before --to, got 2h and 3h'],
  [['--from', '2h', '--status', 'read'], 'Expected --status to be one of queued, processing, done'],
  [['--from', '2h', '--rate', '0'], 'Expected --rate to be a number above 0, got "0"'],
  [['--from', '2h', '--rate', 'fast'], 'Expected --rate to be a number above 0, got "fast"'],
  [['--from', '2h', '--url', 'scans'], 'Expected --url to be an http address'],
  [['--from', '2h', '--name', 'x'], "Unknown option '--name'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args, now)).toThrow(message)
})
