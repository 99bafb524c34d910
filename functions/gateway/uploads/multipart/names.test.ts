import { expect, test } from 'vitest'
import { traceparentOf } from '../../../shared/telemetry/trace-context.ts'
import { createUuid } from '../../submission/uuid.ts'
import { toDisplayName } from './display-name.ts'

test.each([
  ['scan.png', 'scan.png'],
  ['/etc/passwd', 'passwd'],
  ['C:\\scans\\ä ö.png', 'ä ö.png'],
  ['..', '..'],
  ['a\0b\r\n\u009fc', 'abc'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['👩‍💻.png', '👩‍💻.png'],
  ['\ud800.png', '\ufffd.png'],
  ['x'.repeat(300), 'x'.repeat(255)],
  ['<b>', '<b>'],
  ['folder/', null],
  [' \n', null],
  ['', null],
  [undefined, null],
])('the file name %j is displayed as %j', (filename, shown) => {
  expect(toDisplayName(filename)).toBe(shown)
})

test('ids are UUIDv7, sorted by time', () => {
  const early = createUuid(0x0123456789ab)
  const late = createUuid(0x0123456789ac)

  expect(early).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(early < late).toBe(true)
  expect(createUuid()).not.toBe(createUuid())
})

test.each([
  [-1, /^00000000-0000-7/],
  [2 ** 48, /^ffffffff-ffff-7/],
])('a clock out of range, at %i ms, is clamped', (nowMs, pattern) => {
  expect(createUuid(nowMs)).toMatch(pattern)
})

const id = '0af7651916cd43dd8448eb211c80319c'
test.each([
  [`00-${id}-b7ad6b7169203331-01`, true],
  [`01-${id}-b7ad6b7169203331-00`, true],
  [`ff-${id}-b7ad6b7169203331-01`, false],
  [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, false],
  [`00-${id}-${'0'.repeat(16)}-01`, false],
  [`00-${id.toUpperCase()}-b7ad6b7169203331-01`, false],
  [`00-${id}-b7ad6b7169203331-01-more`, false],
  ['', false],
  [undefined, false],
])('traceparent %s is kept: %s', (header, isKept) => {
  expect(traceparentOf(header) === header).toBe(isKept)
})
