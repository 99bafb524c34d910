import { describe, expect, onTestFinished, test } from 'vitest'
import {
  kafkaIsMissing,
  ownKafka,
  whyWithoutKafka,
} from '../../eventing/log/kafka/own-kafka.fixture.ts'
import { freePort } from '../../scripts/servers/free-port.ts'
import { drawStubPage } from '../ocr/stub-page.ts'
import { postImages, until } from '../system/glyphflow.ts'
import { spawnRuntime } from '../system/runtime-process.ts'
import { atRest, endStateOf, ownDrill, sendAgainSoon, uploadStubs } from './own-drill.fixture.ts'

const own = ownKafka()
const drill = ownDrill({})
const overKafka = () => ({ KAFKA_BROKERS: own.kafka().addresses })

describe.skipIf(kafkaIsMissing)(`the pipeline over Kafka${whyWithoutKafka}`, () => {
  test('while Kafka is down uploads get 503 with Retry-After, and the pipeline recovers by itself', async () => {
    const [broker] = own.kafka().brokers
    await broker?.kill()
    const { env, dataDir } = drill.workspace()
    const port = `${await freePort()}`
    const runtime = spawnRuntime({ dataDir, env: { ...env, ...overKafka(), PORT: port } })
    onTestFinished(() => void runtime.child.kill('SIGKILL'))
    const url = `http://localhost:${port}`
    await until(async () => (await fetch(`${url}/healthz`).catch(() => null))?.ok === true)

    const refused = await postImages(url, [drawStubPage({ kind: 'page', number: 1 })])
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
    const system = await drill.start({ ...overKafka(), ...sendAgainSoon })
    const upload = async (from: number, to: number) => {
      for (let number = from; number < to; number += 1) {
        await uploadStubs(system.url, `${number}.png`, [{ kind: 'page', number }])
      }
    }

    const uploads = upload(0, 40)
    await until(async () => drill.deliveries().length > 10)
    await broker?.kill()
    await broker?.start()
    await uploads
    const more = upload(40, 60)
    const [runtime = 0] = await system.pids('runtime')
    process.kill(runtime, 'SIGKILL')
    await more
    await atRest(system.url)

    const { pages, repeatedEnds } = await endStateOf(system.url)
    const all = Array.from({ length: 60 }, (_, number) => `${number}.png 1: page ${number}`)
    expect(pages).toEqual(all.sort())
    expect(repeatedEnds).toEqual([])
    await system.stop()
  })
})
