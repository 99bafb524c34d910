import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { processesOf } from '../../loadtest/scale/measure/processes.ts'
import { replicasAre, startSleeping } from '../../loadtest/scale/sleeping-system.ts'
import { uploadPages } from '../../loadtest/scale/upload-pages.ts'
import {
  type createClient,
  postImages,
  startGlyphflow,
  temporaryFolder,
  until,
} from '../../loadtest/system/glyphflow.ts'
import { copyPipeline } from '../../loadtest/system/pipeline.ts'

const serviceOf = async (client: ReturnType<typeof createClient>, name: string) =>
  (await client.system()).services?.find((service) => service.name === name)

test('services scale to zero, and an upload starts them: results while the page is still being read', async () => {
  const window = { window: '6s' }
  const { url, client, stop } = await startSleeping({ ocr: window, results: window })
  onTestFinished(stop)
  await Promise.all([replicasAre(client, 'ocr', 0), replicasAre(client, 'results', 0)])

  const id = await uploadPages(url, [4000])
  await until(async () => (await serviceOf(client, 'results'))?.replicas === 1)
  const before = await client.document(id)
  await until(async () => (await client.document(id)).finishedAt !== null)

  expect(before.status).toBe('queued')
  expect((await client.document(id)).status).toBe('done')
  expect(await serviceOf(client, 'ocr')).toMatchObject({ replicas: 1, coldStarts: { count: 2 } })
  await Promise.all([replicasAre(client, 'ocr', 0), replicasAre(client, 'results', 0)])
})

test('the readers start while a large upload is inspected and saved, and sleep again if it is refused', async () => {
  const window = { window: '6s' }
  const { url, client, stop } = await startSleeping({ ocr: window, results: window })
  onTestFinished(stop)
  await Promise.all([replicasAre(client, 'ocr', 0), replicasAre(client, 'results', 0)])
  const startsAfter = async (bytes: number) => {
    const broken = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(bytes, 'x')])
    const { status } = await postImages(url, [broken])
    return [status, (await serviceOf(client, 'ocr'))?.wanted]
  }

  const small = await startsAfter(1_000_000)
  const large = await startsAfter(9_000_000)

  expect([small, large]).toEqual([
    [422, 0],
    [422, 1],
  ])
  await Promise.all([replicasAre(client, 'ocr', 0), replicasAre(client, 'results', 0)])
})

test('the gateway scales to zero too with min-scale 0, and an upload starts it', async () => {
  const scale = { 'min-scale': 0, window: '6s' }
  const { url, pid, client, stop } = await startSleeping({
    ...{ gateway: scale, ocr: scale, results: scale },
  })
  onTestFinished(stop)
  const noProcess = () => until(async () => (await processesOf(pid)).length === 1)
  await noProcess()

  const id = await uploadPages(url, [100])
  await until(async () => (await client.document(id)).status === 'done')

  expect((await processesOf(pid)).map(({ name }) => name)).toContain('gateway')
  await noProcess()
})

test.each([
  ['is unknown', { 'scale-up-delay': '5s' }, 'scale-up-delay is not a field'],
  ['is out of range', { window: '5s' }, 'annotations.autoscaling.knative.dev/window: '],
])('an annotation that %s stops the start, naming it and its file', async (_, scale, message) => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const KNATIVE_DIR = copyPipeline(join(folder.path, 'knative'), { scales: { ocr: scale } })

  const started = startGlyphflow(join(folder.path, 'data'), { KNATIVE_DIR })

  await expect(started).rejects.toThrow(message)
  await expect(started).rejects.toThrow(`${join(KNATIVE_DIR, 'ocr.yaml')}: Service ocr`)
})
