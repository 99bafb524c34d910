import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder } from '../../loadtest/system/glyphflow.ts'

const { dataDir, start } = ownGlyphflow()
const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')

/** Whether files of a database, as they are, have one of these. */
async function databaseHas(bytes: Buffer[], name: 'log' | 'store'): Promise<boolean> {
  const names = (await readdir(dataDir())).filter((file) => file.startsWith(`${name}.sqlite`))
  const files = await Promise.all(names.map((name) => readFile(join(dataDir(), name))))
  return files.some((file) => bytes.some((each) => file.includes(each)))
}

test('the log has nothing of a deleted document once its pages have ended', async () => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path, { retry: 1000 })
  const { url, stop } = await start(env)
  const { id } = await createClient(url).upload(sample)
  const picture = (await readFile(sample)).subarray(1000, 1100)
  const bytes = [Buffer.from(id), Buffer.from('Read at try'), picture]
  const whileRead = await databaseHas(bytes, 'log')

  const { status } = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
  await mend()

  expect([status, whileRead]).toEqual([204, true])
  await expect.poll(() => databaseHas(bytes, 'log')).toBe(false)
  await stop()
})

test('the store has nothing of the picture and the text of a deleted document', async () => {
  const { url, stop } = await start()
  const { id, pages } = await createClient(url).read(sample)
  const words = (pages[0]?.text ?? '').split(/\s+/).filter((word) => word.length > 5)
  const picture = (await readFile(sample)).subarray(1000, 1100)
  const bytes = [picture, ...words.map((word) => Buffer.from(word))]
  const whileKept = await databaseHas(bytes, 'store')

  const { status } = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })

  expect([status, whileKept, words.length > 3]).toEqual([204, true, true])
  await expect.poll(() => databaseHas(bytes, 'store')).toBe(false)
  await stop()
})
