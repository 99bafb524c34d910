import { expect, test } from 'vitest'
import { createKeyedMutex } from './keyed-mutex.ts'

function recordEvents() {
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

test('work with the same key waits for the previous work, even if that fails', async () => {
  const { events, begin } = recordEvents()
  const first = begin('k', 'first')
  const second = begin('k', 'second')

  first.end.reject(new Error('no'))
  await expect(first.done).rejects.toThrow('no')
  second.end.resolve('yes')

  expect(await second.done).toBe('yes')
  expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends'])
})

test('work with the same key also waits until the previous result is released', async () => {
  const keyedMutex = createKeyedMutex()
  const release = Promise.withResolvers<void>()
  const events: string[] = []

  const first = await keyedMutex(
    'k',
    async () => 'first',
    () => release.promise,
  )
  const second = keyedMutex('k', async () => events.push('second begins'))
  await new Promise(setImmediate)
  events.push('first is released')
  release.resolve()
  await second

  expect(first).toBe('first')
  expect(events).toEqual(['first is released', 'second begins'])
})

test.each([
  ['with different keys', 'k', 'l'],
  ['without keys', null, null],
])('work %s runs concurrently', async (_, one, other) => {
  const { events, begin } = recordEvents()
  const [first, second] = [begin(one, 'first'), begin(other, 'second')]

  second.end.resolve('')
  await second.done
  first.end.resolve('')
  await first.done

  expect(events).toEqual(['first begins', 'second begins', 'second ends', 'first ends'])
})
