import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TopicLog, type TopicRecord, UnknownTopicError } from './topic-log.ts'

export interface LogUnderTest {
  /** Opens the log with the topics, on the same data each time. */
  open: (topics: string[]) => Promise<TopicLog>
  remove: () => Promise<void>
}

const message = (text: string) => ({
  key: `key ${text}`,
  headers: { ce_id: text, ce_subject: 'Übergrößen 文' },
  value: new TextEncoder().encode(text),
})
const text = (record: TopicRecord | null) => new TextDecoder().decode(record?.value ?? undefined)

/** What every topic log promises, whatever it is made of. */
export function describeTopicLog(name: string, prepare: () => Promise<LogUnderTest>) {
  describe(name, () => {
    let under: LogUnderTest
    let log: TopicLog

    beforeEach(async () => {
      under = await prepare()
      log = await under.open(['pages', 'texts'])
    })
    afterEach(async () => {
      await log.close()
      await under.remove()
    })
    async function reopen() {
      await log.close()
      log = await under.open(['pages', 'texts'])
    }

    test('a record arrives as it was appended', async () => {
      const value = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const sent = { key: 'a/1', headers: { ce_id: 'ä', 'content-type': 'image/png' }, value }

      const position = await log.append('pages', sent)

      const record = await log.subscribe({ topic: 'pages', group: 'g' }).take()
      expect(record).toMatchObject({ ...position, key: sent.key, headers: sent.headers })
      expect(Buffer.from(record?.value ?? []).equals(value)).toBe(true)
    })

    test('a record may have neither key nor value', async () => {
      await log.append('pages', { key: null, headers: {}, value: null })

      const record = await log.subscribe({ topic: 'pages', group: 'g' }).take()

      expect(record).toMatchObject({ key: null, headers: {}, value: null })
    })

    test('every record is handed over, those appended together included', async () => {
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      const names = Array.from({ length: 50 }, (_, n) => `page ${n}`)

      await Promise.all(names.map((n) => log.append('pages', message(n))))

      const taken = await Promise.all(names.map(() => subscription.take()))
      expect(taken.map(text).sort()).toEqual(names.toSorted())
    })

    test('a take waits for a record that is still to come', async () => {
      const taken = log.subscribe({ topic: 'pages', group: 'g' }).take()

      await log.append('texts', message('elsewhere'))
      await log.append('pages', message('here'))

      expect(text(await taken)).toBe('here')
    })

    test('each group is handed every record', async () => {
      await log.append('pages', message('one'))

      const first = await log.subscribe({ topic: 'pages', group: 'first' }).take()
      const second = await log.subscribe({ topic: 'pages', group: 'second' }).take()

      expect([text(first), text(second)]).toEqual(['one', 'one'])
    })

    test('an unfinished record is handed over again after a restart', async () => {
      for (const n of ['one', 'two']) await log.append('pages', message(n))
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      const one = await subscription.take()
      await subscription.take()
      if (one) await subscription.finish(one)

      await reopen()

      expect(text(await log.subscribe({ topic: 'pages', group: 'g' }).take())).toBe('two')
    })

    test('a record that is finished out of order does not take an earlier one with it', async () => {
      for (const n of ['one', 'two', 'three']) await log.append('pages', message(n))
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      await subscription.take()
      const two = await subscription.take()
      if (two) await subscription.finish(two)

      await reopen()

      expect(text(await log.subscribe({ topic: 'pages', group: 'g' }).take())).toBe('one')
    })

    test('what was finished before a restart is not handed over again', async () => {
      await log.append('pages', message('one'))
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      const one = await subscription.take()
      if (one) await subscription.finish(one)

      await reopen()
      const next = log.subscribe({ topic: 'pages', group: 'g' }).take()
      await log.append('pages', message('two'))

      expect(text(await next)).toBe('two')
    })

    test('lag counts what the group has not finished', async () => {
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      for (const n of ['one', 'two']) await log.append('pages', message(n))
      const one = await subscription.take()
      const before = await log.lag('pages', 'g')

      if (one) await subscription.finish(one)

      expect([before, await log.lag('pages', 'g')]).toEqual([2, 1])
      expect(await log.lag('texts', 'g')).toBe(0)
    })

    test('closing a subscription ends the takes that wait', async () => {
      const subscription = log.subscribe({ topic: 'pages', group: 'g' })
      const taken = subscription.take()

      await subscription.close()

      expect(await taken).toBeNull()
      expect(await subscription.take()).toBeNull()
    })

    test('what a closed subscription left open goes to the next one', async () => {
      await log.append('pages', message('one'))
      const first = log.subscribe({ topic: 'pages', group: 'g' })
      await first.take()
      await first.close()

      const second = log.subscribe({ topic: 'pages', group: 'g' })

      expect(text(await second.take())).toBe('one')
    })

    test('a topic that the log does not have is an error', async () => {
      await expect(log.append('nowhere', message('one'))).rejects.toThrow(UnknownTopicError)
    })
  })
}
