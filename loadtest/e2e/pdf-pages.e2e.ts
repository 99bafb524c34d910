import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { pdfOf } from '../../functions/shared/pdf/pdf.fixture.ts'
import { createClient, until, uploadImages } from '../system/glyphflow.ts'
import { ownGlyphflow } from './own-glyphflow.fixture.ts'

const { start } = ownGlyphflow()
const count = 10

test('the pages of one PDF are read by all replicas, and none is lost with a killed one', async () => {
  // Their own text would be taken too soon for a replica to be killed.
  const { url } = await start({ PDF_TEXT: 'ocr' })
  const client = createClient(url)
  const pages = Array.from({ length: count }, (_, n) => ({
    size: [400, 200] as [number, number],
    lines: [`This is page number ${n + 1}`, 'of a long report'],
  }))
  const replicas = new Set<number>()
  const readers = async () => {
    const { services } = await client.system()
    const found = services?.find(({ name }) => name === 'ocr')?.processes?.map(({ pid }) => pid)
    for (const pid of found ?? []) replicas.add(pid)
    return found ?? []
  }

  const id = await uploadImages(url, [pdfOf(pages)])
  await until(async () => {
    await readers()
    return (await client.document(id)).pages.filter(({ status }) => status === 'done').length > 2
  })
  const [killed] = await readers()
  process.kill(killed ?? expect.fail('Expected a replica'), 'SIGKILL')
  await until(async () => {
    await readers()
    return (await client.document(id)).finishedAt !== null
  })

  const document = await client.document(id)
  expect(document.pages.map(({ status, try: number }) => [status, number])).toEqual(
    Array(count).fill(['done', 1]),
  )
  expect(document.pages.map(({ text }) => text?.match(/number (\d+)/)?.[1])).toEqual(
    pages.map((_, n) => String(n + 1)),
  )
  // The killed one, and the others.
  expect(replicas.size).toBeGreaterThanOrEqual(Math.min(availableParallelism(), 2))
})
