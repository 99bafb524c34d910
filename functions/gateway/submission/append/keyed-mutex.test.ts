import { expect, test } from 'vitest'
import { createKeyedMutex } from './keyed-mutex.ts'

function watched() {
  const keyedMutex = createKeyedMutex()
  const events: string[] = []
  const begin = (key: string | null, name: string) => {
    const end = Promise.withResolvers<string>()
    const done = keyedMutex(key, async () => {
      events.push(`${name} begins`)
      return end.promise.finally(() => events.push(`${name} ends`))
    })
    return { done, end }
  }
  return { events, begin }
}

test('the same key waits for the one before, however that ends', async () => {
  const { events, begin } = watched()
  const first = begin('k', 'first')
  const second = begin('k', 'second')

  first.end.reject(new Error('no'))
  await expect(first.done).rejects.toThrow('no')
  second.end.resolve('yes')

  expect(await second.done).toBe('yes')
  expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test.each([
  ['other keys do', 'k', 'l'],
  ['no key does', null, null],
])('%s not wait', async (_, one, other) => {
  const { events, begin } = watched()
  const [first, second] = [begin(one, 'first'), begin(other, 'second')]

  second.end.resolve('')
  await second.done
  first.end.resolve('')
  await first.done

  expect(events).toEqual(['first begins', 'second begins', 'second ends', 'first ends'])
})
