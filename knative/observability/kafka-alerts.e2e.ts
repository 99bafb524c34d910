import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kafkaIsMissing, ownKafka } from '../../eventing/log/kafka/own-kafka.fixture.ts'
import { cannotObserve, openObserved } from './observed.fixture.ts'

describe.skipIf(cannotObserve || kafkaIsMissing !== null)('over a real Kafka', () => {
  const own = ownKafka()
  let observed: Awaited<ReturnType<typeof openObserved>>

  const ends: (() => unknown)[] = []
  beforeAll(async () => {
    const KAFKA_BROKERS = own.kafka().addresses
    observed = await openObserved((end) => ends.push(end), { env: () => ({ KAFKA_BROKERS }) })
  })
  afterAll(async () => {
    for (const end of ends.reverse()) await end()
  })

  const firing = () => expect.poll(() => observed.queries.firing(), { interval: 200 })

  test('Kafka is killed: the alert fires, and ends when it is back', async () => {
    const [broker] = own.kafka().brokers
    const lag = () => observed.queries.value('max(glyphflow_log_lag)')
    await expect.poll(lag).toBe(0)

    await broker?.kill()
    await firing().toContain('LogAway')
    await broker?.start()
    await firing().not.toContain('LogAway')
    expect(await lag()).toBe(0)
  })
})
