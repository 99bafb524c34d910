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
  [{ MAX_IMAGE_BYTES: 201 * MiB }, 'MAX_IMAGE_BYTES (210763776)', 'MAX_UPLOAD_BYTES (209715200)'],
  [{ MAX_PDF_BYTES: 201 * MiB }, 'MAX_PDF_BYTES (210763776)', 'MAX_UPLOAD_BYTES (209715200)'],
  [{ MAX_DOCUMENT_PAGES: 49 }, 'MAX_PAGES (50)', 'MAX_DOCUMENT_PAGES (49)'],
  [{ MAX_QUEUED_PAGES: 1999 }, 'MAX_DOCUMENT_PAGES (2000)', 'MAX_QUEUED_PAGES (1999)'],
  [{ UNAPPENDED_AFTER_MS: 900_001 }, 'UNAPPENDED_AFTER_MS (900001)', 'LOST_AFTER_MS (900000)'],
])('%j is rejected with the names of both', (changes, limit, within) => {
  expect(() => check(changes)).toThrow(`Expected ${limit} to be at most ${within}:`)
})

test('the error names every violated pair', () => {
  const both = { MAX_IMAGE_BYTES: 300 * MiB, MAX_DOCUMENT_PAGES: 100_001 }
  expect(() => check(both)).toThrow(/MAX_UPLOAD_BYTES.*MAX_QUEUED_PAGES/s)
})

test('a process with one setting of a pair has no pair', () => {
  expect(settingsFits({ MAX_IMAGE_BYTES: 100 * MiB })).toEqual([])
})
