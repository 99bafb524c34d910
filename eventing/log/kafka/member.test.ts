import { EventEmitter } from 'node:events'
import type { Kafka } from 'kafkajs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { joinGroup } from './member.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A member whose kafkajs says what the test lets it say, and else nothing. */
function prepare() {
  const emitter = new EventEmitter()
  const disconnect = vi.fn(() => new Promise<void>(() => {}))
  const consumer = {
    events: {
      HEARTBEAT: 'heartbeat',
      GROUP_JOIN: 'join',
      END_BATCH_PROCESS: 'batch',
      STOP: 'stop',
      CRASH: 'crash',
    },
    on: emitter.on.bind(emitter),
    connect: async () => {},
    subscribe: async () => {},
    run: async () => {},
    pause: () => {},
    disconnect,
  }
  const crashes: string[] = []
  const member = joinGroup({
    // What the real one does is tested on a real Kafka; that it says nothing for ever can only be played.
    kafka: { consumer: () => consumer } as unknown as Kafka,
    ...{ topic: 't', group: 'g', maxRecordBytes: 1 },
    onJoin: () => {},
    onFetched: () => {},
    onCrash: ({ message }) => crashes.push(message),
  })
  return {
    ...{ member, crashes, disconnect },
    join: () => emitter.emit('join', { payload: { memberAssignment: { t: [0] } } }),
    beat: () => emitter.emit('heartbeat'),
    pass: (seconds: number) => vi.advanceTimersByTimeAsync(seconds * 1000),
  }
}

test('a member that joined and is never heard of again has ended after 25 s, once', async () => {
  const { crashes, disconnect, join, pass } = prepare()

  await pass(20)
  join()
  await pass(25)
  const before = [...crashes]
  await pass(100)

  expect([before, crashes]).toEqual([[], ['Nothing was heard of it for 25 s']])
  expect(disconnect).toHaveBeenCalledOnce()
})

test('one whose heart beats has not, however long there is nothing to read', async () => {
  const { crashes, join, beat, pass } = prepare()

  join()
  for (let n = 0; n < 20; n += 1) {
    await pass(20)
    beat()
  }

  expect(crashes).toEqual([])
})

test('nor has one that was left', async () => {
  const { member, crashes, join, pass } = prepare()

  join()
  void member.leave()
  await pass(200)

  expect(crashes).toEqual([])
})
