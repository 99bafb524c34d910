import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSender } from '../../functions/shared/events/sender.ts'
import { SystemReport } from '../../functions/shared/http/system-api.ts'
import { temporaryFolder, until } from '../../loadtest/system/glyphflow.ts'
import { copyPipeline, ownTopics } from '../../loadtest/system/pipeline.ts'
import { kafkaIsMissing, ownKafka, whyWithoutKafka } from '../log/kafka/own-kafka.fixture.ts'
import { startPart } from './part.fixture.ts'
import { startVisitedServices, type Visit } from './visited-services.fixture.ts'

const own = ownKafka()
const token = 'internal'
const pages = Array.from({ length: 150 }, (_, at) => `page-${at}`)
const poisons = ['poison-1', 'poison-2', 'poison-3', 'poison-4']
const maxScale = 4
const retry = 3
/** Time from an answer to the commit that makes a redelivery impossible. */
const commitMs = 1000
/** Time from a source's delivery until a busy service records it. */
const arrivalMs = 1000

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder()
})
afterAll(() => folder.remove())

type Part = Awaited<ReturnType<typeof startPart>>

/** A sink and two sources of the project's pipeline, whose services only record what they get. */
async function startPipeline({ workMs, graceSeconds }: { workMs: number; graceSeconds: number }) {
  const services = await startVisitedServices({ workMs })
  const suffix = own.unique('')
  const pipelineFolder = copyPipeline(`${folder.path}/knative${suffix}`, {
    delivery: { retry, backoffDelay: 'PT0.5S' },
  })
  ownTopics(pipelineFolder, { suffix, partitions: 16 })
  const env = {
    KNATIVE_DIR: pipelineFolder,
    TERMINATION_GRACE_SECONDS: String(graceSeconds),
    ...{ KAFKA_BROKERS: own.kafka().addresses, INTERNAL_TOKEN: token, REQUIRE_INTERNAL_TOKEN: '1' },
  }
  const sink = await startPart('sink', env)
  const forSource = { MAX_SCALE: `ocr=${maxScale}`, SERVICE_URL: services.url, SINK_URL: sink.url }
  const startSource = () => startPart('source', { ...env, ...forSource })
  const [first, second] = await Promise.all([startSource(), startSource()])
  const isReady = async (part: typeof sink) => (await part.probe('/readyz')) === 200
  await until(async () => (await Promise.all([sink, first, second].map(isReady))).every(Boolean))
  const send = createSender(`${sink.url}/images-feed${suffix}`, { token, retryForMs: 60_000 })
  const assignments = (source: Part) => source.assignments(`images-feed${suffix}`)
  return {
    ...{ services, sink, first, second, startSource, assignments },
    owned: (source: Part) => assignments(source).at(-1)?.owned ?? 0,
    submit: (id: string) =>
      send({ specversion: '1.0', id, source: '/test', type: 'page', partitionkey: id }),
    lag: async () => {
      const headers = { authorization: `Bearer ${token}` }
      const answer = await fetch(`${sink.url}/system`, { headers })
      const report = SystemReport.parse(await answer.json())
      return report.topics[0]?.groups[0]?.lag
    },
  }
}

const idsOf = (visits: Visit[]) => Map.groupBy(visits, ({ id }) => id)

describe.skipIf(kafkaIsMissing)(`several sources over Kafka${whyWithoutKafka}`, () => {
  test.concurrent('a killed and a stopped source lose no page, and deliver none again that was answered', async () => {
    const { services, sink, first, second, ...pipeline } = await startPipeline({
      ...{ workMs: 150, graceSeconds: 30 },
    })
    const { assignments, owned } = pipeline
    const answered = () => services.visitsOf('ocr').filter(({ toMs }) => toMs !== null).length
    await until(async () => [first, second].every((each) => owned(each) === 8))

    await pLimit(20).map([...poisons, ...pages], pipeline.submit)
    await until(async () => answered() > 30)
    const inFlight = services.inFlight()
    const killedMs = Date.now()
    await first.kill('SIGKILL')
    const third = await pipeline.startSource()
    await until(async () => owned(third) > 0)
    const exitCode = await second.kill('SIGTERM')
    await until(async () => (await pipeline.lag()) === 0)
    // Shorter than the window of the mounted YAML: an overlay may have set a shorter one.
    await pause(6000)
    const wakes = services.probes.length
    await pipeline.submit('page-late')
    await until(async () => services.probes.length > wakes)
    await until(async () => (await pipeline.lag()) === 0)

    const visits = services.visitsOf('ocr')
    const movedMs = [second, third].flatMap(assignments).map(({ atMs }) => atMs)
    const again = [...idsOf(visits).values()]
      .filter(([visit]) => visit?.id.startsWith('page'))
      .filter(([visit]) => !isInFlight(visit, [killedMs, ...movedMs]))
      .filter(({ length }) => length > 1)
    expect(exitCode).toBe(0)
    expect([...idsOf(visits).keys()].sort()).toEqual([...poisons, ...pages, 'page-late'].sort())
    expect(again).toEqual([])
    expect(inFlight).toBeLessThanOrEqual(maxScale * 2)
    const attempts = poisons.map((id) => idsOf(visits).get(id)?.length ?? 0)
    expect(Math.min(...attempts)).toBe(retry + 1)
    expect(Math.max(...attempts)).toBeLessThanOrEqual(retry + 2)
    const letters = services.visitsOf('results').map(({ id }) => id)
    expect(new Set(letters)).toEqual(new Set(poisons))
    expect(new Set(services.probes)).toEqual(new Set(['results/healthz']))
    expect(await Promise.all([third, sink].map((part) => part.kill('SIGTERM')))).toEqual([0, 0])
    services.close()
  })

  test.concurrent('a source whose grace ends leaves its page to the next one, without an attempt', async () => {
    const { services, first, second, ...pipeline } = await startPipeline({
      ...{ workMs: 20_000, graceSeconds: 6 },
    })
    await first.kill('SIGTERM')
    await until(async () => pipeline.owned(second) === 16)
    await pipeline.submit('page')
    await until(async () => services.inFlight() === 1)
    const stoppedMs = Date.now()

    const exitCode = await second.kill('SIGTERM')
    const stopMs = Date.now() - stoppedMs
    await pipeline.startSource()
    await until(async () => services.visitsOf('ocr').length === 2)

    expect(exitCode).toBe(0)
    expect(stopMs).toBeLessThan(6000)
    expect(second.output()).toContain('record left unfinished')
    expect(second.output()).not.toContain('event not delivered')
    services.close()
  })
})

function isInFlight(visit: Visit | undefined, momentsMs: number[]): boolean {
  if (!visit) return false
  const { fromMs, toMs } = visit
  return momentsMs.some(
    (ms) => fromMs <= ms + arrivalMs && (toMs === null || ms <= toMs + commitMs),
  )
}
