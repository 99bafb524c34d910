import { expect, test } from 'vitest'
import { openEngineReader } from './engine-reader.ts'
import type { Answer, Message } from './messages.ts'

const choice = { engine: 'libtesseract', model: null } as const
const ready: Message = {
  ...{ kind: 'ready', engine: 'libtesseract 5', model: 'system', rssBytes: 1 },
  marks: { startedMs: 1, openedMs: 2, warmMs: 3 },
}
const answer: Answer = {
  ...{ kind: 'answer', text: 'a kettle', looks: ['column'], kept: null, failed: null },
  ...{ seconds: 2, cpuSeconds: 1, rssBytes: 1, peakBytes: 5, answeredMs: 9, isLast: false },
}

/** Processes that send one list of messages each, and then end. */
function startInTurn(...lives: Message[][]) {
  const started: Message[][] = []
  const start = () => {
    const life = [...(lives[started.length] ?? [])]
    started.push(life)
    return { send: () => {}, next: async () => life.shift() ?? null, close: async () => {} }
  }
  return { started, start }
}

async function opened(start: ReturnType<typeof startInTurn>['start']) {
  const reader = await openEngineReader({ choice, secondLooks: true, start })
  if (typeof reader === 'string') throw new Error(reader)
  return reader
}

test('a reader has its engine’s information, and returns its process’s answers', async () => {
  const reader = await opened(startInTurn([ready, answer]).start)

  const attempt = await reader.read('a.png')

  expect(reader.info).toEqual({
    name: 'libtesseract, second looks',
    engine: 'libtesseract',
    version: 'libtesseract 5',
    model: 'system',
    secondLooks: true,
  })
  expect(attempt).toMatchObject({ text: 'a kettle', looks: ['column'], failed: null, seconds: 2 })
})

test('a picture that ends the process has no text, and the next one gets a new process', async () => {
  const { started, start } = startInTurn([ready], [ready, answer])
  const reader = await opened(start)

  const attempts = [await reader.read('bomb.png'), await reader.read('a.png')]

  expect(attempts).toMatchObject([
    { text: '', failed: 'its process ended' },
    { text: 'a kettle', failed: null },
  ])
  expect(started.length).toBe(2)
})

test('a process is replaced after its last answer', async () => {
  const { started, start } = startInTurn([ready, { ...answer, isLast: true }], [ready, answer])
  const reader = await opened(start)

  await reader.read('slow.png')
  await reader.read('a.png')

  expect(started.length).toBe(2)
})

test('the peak is the maximum over its processes', async () => {
  const last = { ...answer, isLast: true, peakBytes: 70 }
  const reader = await opened(startInTurn([ready, last], [ready, answer]).start)

  expect(reader.peakBytes()).toBeNull()
  await reader.read('a.png')
  await reader.read('b.png')

  expect(reader.peakBytes()).toBe(70)
})

test.each([
  [[{ kind: 'absent', reason: 'no such engine' } as const], 'no such engine'],
  [[], 'its process ended before it was ready'],
])('a failed start resolves with a reason: %j', async (life, reason) => {
  const { start } = startInTurn(life)

  expect(await openEngineReader({ choice, secondLooks: false, start })).toBe(reason)
})
