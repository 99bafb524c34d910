import { expect, test } from 'vitest'
import { type LogUnderTest, message, text, useLog } from './log-under-test.fixture.ts'

/** A group's progress survives a restart. */
export function describeProgress(prepare: () => Promise<LogUnderTest>) {
  const under = useLog(prepare)

  test('an unfinished record is delivered again after a restart', async () => {
    for (const n of ['one', 'two']) await under.log.append('pages', message(n))
    const subscription = under.subscribe()
    const one = await subscription.take()
    await subscription.take()
    if (one) await subscription.finish(one)

    await under.reopen()

    expect(text(await under.subscribe().take())).toBe('two')
  })

  test('only unfinished records are delivered again, in whatever order the others were finished', async () => {
    const { subscription, named } = await under.takeAll(['one', 'two', 'three', 'four', 'five'])
    for (const n of ['four', 'two']) await subscription.finish(named(n))

    await under.reopen()
    const again = under.subscribe()
    await under.log.append('pages', message('six'))

    const taken = [await again.take(), await again.take(), await again.take(), await again.take()]
    expect(taken.map(text)).toEqual(['one', 'three', 'five', 'six'])
  })

  test('a subscription is told its partitions before it gets a record, and owns what it has taken', async () => {
    const assigned: boolean[] = []
    const subscription = under.log.subscribe({
      ...{ topic: 'pages', group: 'g', maxOpen: 10 },
      onAssigned: ({ owned, of }) => assigned.push(owned > 0 && owned === of),
    })
    await under.log.append('pages', message('one'))

    const record = await subscription.take()

    expect(assigned).toContain(true)
    expect(record && subscription.owns(record)).toBe(true)
  })

  test('attempts continue to count after a restart', async () => {
    const { subscription, named } = await under.takeAll(['one', 'two', 'three'])
    await subscription.attempted(named('two'), 1)
    await subscription.attempted(named('two'), 2_000_003)
    await subscription.finish(named('three'))

    await under.reopen()
    const again = under.subscribe()

    const taken = [await again.take(), await again.take()]
    expect(taken.map((record) => [text(record), record?.attempts])).toEqual([
      ['one', 0],
      ['two', 2_000_003],
    ])
  })

  test('with maxOpen records open, the next take waits for a finish', async () => {
    const subscription = under.subscribe('g', 2)
    const { named } = await under.takeAll(['one', 'two'], subscription)
    let third = ''
    const taking = subscription.take().then((record) => {
      third = text(record)
    })

    await under.log.append('pages', message('three'))
    const whileFull = third
    await subscription.finish(named('two'))
    await taking

    expect([whileFull, third]).toEqual(['', 'three'])
  })

  test('a slow record does not block others', async () => {
    const subscription = under.subscribe('g', 2)
    await under.takeAll(['slow'], subscription)

    for (let n = 0; n < 100; n += 1) {
      const { named } = await under.takeAll([`page ${n}`], subscription)
      await subscription.finish(named(`page ${n}`))
    }
    await under.reopen()

    expect(text(await under.subscribe().take())).toBe('slow')
    expect(await under.log.lag('pages', 'g')).toBe(1)
  })

  test('a record finished before a restart is not delivered again', async () => {
    await under.log.append('pages', message('one'))
    const subscription = under.subscribe()
    const one = await subscription.take()
    if (one) await subscription.finish(one)

    await under.reopen()
    const next = under.subscribe().take()
    await under.log.append('pages', message('two'))

    expect(text(await next)).toBe('two')
  })

  test('records left open by a closed subscription go to the next one', async () => {
    await under.log.append('pages', message('one'))
    const first = under.subscribe()
    await first.take()
    await first.close()

    const second = under.subscribe()

    expect(text(await second.take())).toBe('one')
  })
}
