import { expect, test } from 'vitest'
import { type LogUnderTest, message, text, useLog } from './log-under-test.ts'

/** Records that are to go go at once: of logs that can do that. */
export function describeForgetting(prepare: () => Promise<LogUnderTest>) {
  const under = useLog(prepare)

  test('records are forgotten by the beginning of their key, read or not', async () => {
    const { subscription, named } = await under.takeAll(['a/1', 'ab/1'])
    for (const n of ['a/2', 'b/1']) await under.log.append('pages', message(n))
    await under.log.append('texts', message('a/1'))

    await under.log.forget?.('key a/')
    await subscription.attempted(named('ab/1'), 1)
    await under.reopen()

    const again = under.subscribe()
    const taken = [await again.take(), await again.take()]
    expect(taken.map(text)).toEqual(['ab/1', 'b/1'])
    expect(await under.log.lag('texts', 'g')).toBe(0)
  })

  test('a record that is forgotten while it is open is none that is left to do', async () => {
    await under.takeAll(['a/1'])
    await under.log.forget?.('key a/')
    await under.reopen()

    void under.subscribe().take()

    await expect.poll(() => under.log.lag('pages', 'g')).toBe(0)
  })
}
