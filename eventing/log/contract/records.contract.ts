import { expect, test } from 'vitest'
import { UnknownTopicError } from '../topic-log.ts'
import { type LogUnderTest, message, text, useLog } from './log-under-test.fixture.ts'

/** Appended records are delivered unchanged. */
export function describeRecords(prepare: () => Promise<LogUnderTest>) {
  const under = useLog(prepare)

  test('a record arrives unchanged', async () => {
    const value = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const sent = { key: 'a/1', headers: { ce_id: 'ä', 'content-type': 'image/png' }, value }

    const position = await under.log.append('pages', sent)

    const record = await under.subscribe().take()
    expect(record).toMatchObject({ ...position, key: sent.key, headers: sent.headers })
    expect(Buffer.from(record?.value ?? []).equals(value)).toBe(true)
  })

  test('a record may have neither key nor value', async () => {
    await under.log.append('pages', { key: null, headers: {}, value: null })

    const record = await under.subscribe().take()

    expect(record).toMatchObject({ key: null, headers: {}, value: null })
  })

  test('every record is delivered, also if appended together', async () => {
    const subscription = under.subscribe()
    const names = Array.from({ length: 50 }, (_, n) => `page ${n}`)

    await Promise.all(names.map((n) => under.log.append('pages', message(n))))

    const taken = await Promise.all(names.map(() => subscription.take()))
    expect(taken.map(text).sort()).toEqual(names.toSorted())
  })

  test('a take waits for a record to be appended', async () => {
    const taken = under.subscribe().take()

    await under.log.append('texts', message('elsewhere'))
    await under.log.append('pages', message('here'))

    expect(text(await taken)).toBe('here')
  })

  test('each group receives every record', async () => {
    await under.log.append('pages', message('one'))

    const first = await under.subscribe('first').take()
    const second = await under.subscribe('second').take()

    expect([text(first), text(second)]).toEqual(['one', 'one'])
  })

  test('lag counts the records that the group has not finished', async () => {
    const subscription = under.subscribe()
    for (const n of ['one', 'two']) await under.log.append('pages', message(n))
    const one = await subscription.take()
    const before = await under.log.lag('pages', 'g')

    if (one) await subscription.finish(one)

    expect([before, await under.log.lag('pages', 'g')]).toEqual([2, 1])
    expect(await under.log.lag('texts', 'g')).toBe(0)
  })

  test('appended records are counted, finished ones included', async () => {
    const { subscription, named } = await under.takeAll(['one', 'two'])
    for (const name of ['one', 'two']) await subscription.finish(named(name))
    await under.log.append('pages', message('three'))

    expect([await under.log.appended('pages'), await under.log.appended('texts')]).toEqual([3, 0])
  })

  test('closing a subscription ends pending takes', async () => {
    const subscription = under.subscribe()
    const taken = subscription.take()

    await subscription.close()

    expect(await taken).toBeNull()
    expect(await subscription.take()).toBeNull()
  })

  test('a record taken before a stop can be finished after it', async () => {
    const { subscription, named } = await under.takeAll(['one', 'two'])

    subscription.stop()
    const taken = await subscription.take()
    await subscription.finish(named('one'))
    await subscription.close()

    expect(taken).toBeNull()
    expect(text(await under.subscribe().take())).toBe('two')
  })

  test('an unknown topic is an error', async () => {
    await expect(under.log.append('nowhere', message('one'))).rejects.toThrow(UnknownTopicError)
  })
}
