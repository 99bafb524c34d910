import { expect, test } from 'vitest'
import { darkest, marked, open, quarters, square } from './opened-pdf.fixture.ts'
import { pdfOf, sourceOf } from './pdf.fixture.ts'

const withSecret = { password: 'secret', isWhole: true }

test('a decrypted document opens without its password, and has the same pages', async () => {
  const encrypted = await open(pdfOf([{}, { size: square, content: marked }], 'secret'), withSecret)

  const decrypted = await open(await encrypted.save(100_000))

  expect([decrypted.isEncrypted, decrypted.pageCount]).toEqual([false, 2])
  expect(darkest(await quarters(await decrypted.render(2)))).toBe(2)
})

test('appended documents are saved after the pages of the first', async () => {
  const second = pdfOf([{}, { size: square, content: marked }])
  const first = await open(pdfOf([{}]), { isWhole: true })

  for (const _ of [1, 2]) await first.append(sourceOf(second))

  const joined = await open(await first.save(100_000))
  expect(joined.pageCount).toBe(5)
  expect(darkest(await quarters(await joined.render(5)))).toBe(2)
})

test('a broken document is not appended', async () => {
  const first = await open(pdfOf([{}]), { isWhole: true })

  const appended = first.append(sourceOf(Buffer.from('%PDF-1.7')))

  await expect(appended).rejects.toMatchObject({ fault: 'broken' })
})

test('a document with more bytes than allowed is not decrypted', async () => {
  const pdf = await open(pdfOf([{}], 'secret'), withSecret)
  const { length } = await pdf.save(100_000)

  await expect(pdf.save(length - 1)).rejects.toMatchObject({ fault: 'size' })

  expect(await pdf.save(length)).toHaveLength(length)
})
