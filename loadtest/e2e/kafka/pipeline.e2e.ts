import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../../scripts/free-port.ts'
import { spawnRuntime } from '../../drill/runtime-process.ts'
import { drawStubPage } from '../../drill/stub-page.ts'
import { createClient, startGlyphflow, temporaryFolder, until } from '../../glyphflow.ts'
import { failingOcr } from '../failing-ocr.fixture.ts'
import { atRest, endStateOf, ownDrill, uploadStubs } from '../own-drill.fixture.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from './own-kafka.fixture.ts'

const own = ownKafka()
const drill = ownDrill({})
const overKafka = () => ({ KAFKA_BROKERS: own.kafka().addresses })

describe.skipIf(kafkaIsMissing)(`the pipeline over Kafka${whyWithoutKafka}`, () => {
  test('while Kafka is away uploads are asked to come again, and all goes on by itself', async () => {
    const [broker] = own.kafka().brokers
    await broker?.kill()
    const { env, dataDir } = drill.workspace()
    const port = `${await freePort()}`
    const runtime = spawnRuntime({ dataDir, env: { ...env, ...overKafka(), PORT: port } })
    onTestFinished(() => void runtime.child.kill('SIGKILL'))
    const url = `http://localhost:${port}`
    await until(async () => (await fetch(`${url}/healthz`).catch(() => null))?.ok === true)

    const form = new FormData()
    form.append('image', new Blob([new Uint8Array(drawStubPage({ kind: 'page', number: 1 }))]))
    const refused = await fetch(`${url}/v1/documents`, { method: 'POST', body: form })
    await broker?.start()
    await runtime.ready
    await uploadStubs(url, '1.png', [{ kind: 'page', number: 1 }])
    await atRest(url)

    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(runtime.output()).toContain('waiting for Kafka')
    expect((await endStateOf(url)).pages).toEqual(['1.png 1: page 1'])
    await runtime.stop()
  })

  test('when broker and runtime are killed in the middle, each page ends once', async () => {
    const [broker] = own.kafka().brokers
    const system = await drill.start(overKafka())
    const upload = async (from: number, to: number) => {
      for (let number = from; number < to; number += 1) {
        await uploadStubs(system.url, `${number}.png`, [{ kind: 'page', number }])
      }
    }

    const uploads = upload(0, 100)
    await until(async () => drill.deliveries().length > 20)
    await broker?.kill()
    await broker?.start()
    await uploads
    const more = upload(100, 150)
    const [runtime = 0] = await system.pids('runtime')
    process.kill(runtime, 'SIGKILL')
    await more
    await atRest(system.url)

    const { pages, repeatedEnds } = await endStateOf(system.url)
    const all = Array.from({ length: 150 }, (_, number) => `${number}.png 1: page ${number}`)
    expect(pages).toEqual(all.sort())
    expect(repeatedEnds).toEqual([])
    await system.stop()
  })
  test('what is given up is a dead letter, and is read when it is sent again', async () => {
    const folder = await temporaryFolder()
    onTestFinished(folder.remove)
    const { env, mend } = await failingOcr(folder.path)
    const glyphflow = await startGlyphflow(join(folder.path, 'data'), { ...env, ...overKafka() })
    onTestFinished(() => void glyphflow.child.kill('SIGKILL'))
    const client = createClient(glyphflow.url)
    const { id } = await client.upload(join(import.meta.dirname, '../../samples/label-jam.jpg'))
    await until(async () => (await client.system()).deadLetters.waiting === 1)
    const failed = await client.document(id)

    await mend()
    await fetch(`${glyphflow.url}/v1/documents/${id}/redrive`, { method: 'POST' })
    await until(async () => (await client.document(id)).status === 'done')

    expect(failed.pages).toMatchObject([{ status: 'failed', error: { code: 'gave-up' } }])
    expect((await client.document(id)).pages).toMatchObject([{ status: 'done', try: 2 }])
    await glyphflow.stop()
  })
})
