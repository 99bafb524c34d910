import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder } from '../../loadtest/system/glyphflow.ts'
import { PageWithWords } from '../shared/http/api.ts'

const { dataDir, start } = ownGlyphflow()
const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')

/** True if a file of the database contains one of `bytes`. */
async function databaseHas(bytes: Buffer[], name: 'log' | 'store'): Promise<boolean> {
  const names = (await readdir(dataDir())).filter((file) => file.startsWith(`${name}.sqlite`))
  const files = await Promise.all(names.map((name) => readFile(join(dataDir(), name))))
  return files.some((file) => bytes.some((each) => file.includes(each)))
}

test('the log contains nothing of a deleted document once its pages have ended', async () => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path, { retry: 1000 })
  const { url, stop } = await start(env)
  const { id } = await createClient(url).upload(sample)
  const imageBytes = (await readFile(sample)).subarray(1000, 1100)
  const bytes = [Buffer.from(id), Buffer.from('Read at try'), imageBytes]
  const beforeDeletion = await databaseHas(bytes, 'log')

  const { status } = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
  await mend()

  expect([status, beforeDeletion]).toEqual([204, true])
  await expect.poll(() => databaseHas(bytes, 'log')).toBe(false)
  await stop()
})

test('the store contains neither image nor text nor correction of a deleted document', async () => {
  const { url, stop } = await start()
  const { id, pages } = await createClient(url).read(sample)
  const words = (pages[0]?.text ?? '').split(/\s+/).filter((word) => word.length > 5)
  const imageBytes = (await readFile(sample)).subarray(1000, 1100)
  const answer = await fetch(`${url}/v1/documents/${id}/pages/1`)
  const { words: read } = PageWithWords.parse(await answer.json())
  const corrected = ['Zwetschgenkompott', 'zwetschgenkompott']
  const correction = await fetch(`${url}/v1/documents/${id}/pages/1/text`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ words: [{ index: 0, was: read[0]?.text, text: corrected[0] }] }),
  })
  const bytes = [imageBytes, ...[...words, ...corrected].map((word) => Buffer.from(word))]
  const beforeDeletion = await databaseHas(bytes, 'store')

  const { status } = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })

  expect([correction.status, status]).toEqual([200, 204])
  expect([beforeDeletion, words.length > 3]).toEqual([true, true])
  await expect.poll(() => databaseHas(bytes, 'store')).toBe(false)
  await stop()
})
