import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { failingOcr } from '../../loadtest/e2e/failing-ocr.fixture.ts'
import { ownGlyphflow } from '../../loadtest/e2e/own-glyphflow.fixture.ts'
import { createClient, temporaryFolder, until } from '../../loadtest/system/glyphflow.ts'

const { dataDir, start } = ownGlyphflow()
const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')
const shortDelays = { UNAPPENDED_AFTER_MS: '500', LOST_AFTER_MS: '1000' }

/** Simulates a crash or data loss in the files of a stopped Glyphflow. */
function alterFile(file: string, sql: string) {
  const database = new DatabaseSync(join(dataDir(), file))
  const { changes } = database.prepare(sql).run()
  database.close()
  return changes
}

/** A document accepted and not read before a stop, and the environment for the next start. */
async function stopBeforeReading() {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const { env, mend } = await failingOcr(folder.path, { retry: 1000 })
  const glyphflow = await start(env)
  const { id } = await createClient(glyphflow.url).upload(sample)
  await glyphflow.stop()
  await mend()
  return { id, env: { ...env, ...shortDelays } }
}

test('a saved page without an event in the log is read', async () => {
  const { id, env } = await stopBeforeReading()
  const lost = alterFile('log.sqlite', 'DELETE FROM records')
  alterFile('store.sqlite', 'UPDATE pages SET append_number = NULL')

  const glyphflow = await start(env)
  const client = createClient(glyphflow.url)
  await until(async () => (await client.document(id)).finishedAt !== null)

  expect(lost).toBe(1)
  expect((await client.document(id)).pages).toMatchObject([{ status: 'done', try: 1 }])
  await glyphflow.stop()
})

test('a page whose event was dropped is read after later pages', async () => {
  const { id, env } = await stopBeforeReading()
  const dropped = alterFile('log.sqlite', 'DELETE FROM records')

  const glyphflow = await start(env)
  const client = createClient(glyphflow.url)
  await until(
    async () => {
      await client.upload(sample)
      return (await client.document(id)).finishedAt !== null
    },
    { pauseMs: 200 },
  )

  expect(dropped).toBe(1)
  expect((await client.document(id)).pages).toMatchObject([{ status: 'done', try: 2 }])
  await glyphflow.stop()
})
