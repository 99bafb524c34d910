import { expect, test } from 'vitest'
import { settings } from './env.ts'
import { requireFits, settingsFits } from './limits.ts'

const MiB = 1024 * 1024
const check = (changes: Record<string, number>) =>
  requireFits(settingsFits(settings.parse(changes)))

test('the defaults fit each other', () => {
  expect(() => check({})).not.toThrow()
})

test.each([
  [{ MAX_IMAGE_BYTES: 65 * MiB }, 'MAX_IMAGE_BYTES (68157440)', 'MAX_UPLOAD_BYTES (67108864)'],
  [
    { MAX_UPLOAD_BYTES: 256 * MiB },
    'MAX_UPLOAD_BYTES (268435456)',
    'MAX_UPLOADS_IN_MEMORY_BYTES (268435456) less 1048576',
  ],
  [{ MAX_QUEUED_PAGES: 49 }, 'MAX_PAGES (50)', 'MAX_QUEUED_PAGES (49)'],
  [{ UNAPPENDED_AFTER_MS: 900_001 }, 'UNAPPENDED_AFTER_MS (900001)', 'LOST_AFTER_MS (900000)'],
])('%j is refused, naming both', (changes, limit, within) => {
  expect(() => check(changes)).toThrow(`Expected ${limit} to be at most ${within}:`)
})

test('every pair that does not fit is named at once', () => {
  expect(() => check({ MAX_UPLOAD_BYTES: 256 * MiB, MAX_QUEUED_PAGES: 49 })).toThrow(
    /MAX_UPLOADS_IN_MEMORY_BYTES.*MAX_QUEUED_PAGES/s,
  )
})

test('a process that has one of the two is asked nothing', () => {
  expect(settingsFits({ MAX_IMAGE_BYTES: 100 * MiB })).toEqual([])
})
