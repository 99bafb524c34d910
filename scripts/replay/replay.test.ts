import { expect, test } from 'vitest'
import { ApiError, NoAnswerError } from '../command/ask.ts'
import { summaryOf } from './progress/summary.ts'
import { replayAll } from './replay.ts'

type Answer = number | Error

/** Answers of each document in order; the last one repeats. */
function setUp(answers: Record<string, Answer[]>, pages = 2) {
  const asked: string[] = []
  const said: string[] = []
  const advanced: number[] = []
  const paused: number[] = []
  const took: number[] = []
  const stop = new AbortController()
  const during = { advance() {}, pause() {} }
  const run = () =>
    replayAll({
      api: {
        replay: async (id, submittedUpTo) => {
          asked.push(`${id} ${submittedUpTo}`)
          const left = answers[id] ?? []
          const answer = left.length > 1 ? left.shift() : left[0]
          if (answer instanceof Error) throw answer
          return answer ?? 0
        },
      },
      documents: Object.keys(answers).map((id) => ({ id, pages })),
      submittedUpTo: 7,
      pace: { turn: async () => {}, took: (count) => took.push(count) },
      pause: async (ms) => {
        paused.push(ms)
        during.pause()
      },
      progress: {
        advance(count) {
          advanced.push(count)
          during.advance()
        },
        say: (line) => said.push(line),
        end() {},
      },
      stopping: stop.signal,
    })
  return { run, stop, during, asked, said, advanced, paused, took }
}

test('each document is resent once, at the given pace', async () => {
  const { run, asked, advanced, took } = setUp({ a: [2], b: [1], c: [0] })

  const tally = await run()

  expect(asked).toEqual(['a 7', 'b 7', 'c 7'])
  expect(took).toEqual([2, 1, 0])
  expect(advanced).toEqual([2, 4, 6])
  expect(summaryOf(tally)).toEqual([
    '3 pages of 3 documents resent',
    '3 pages skipped: submitted since the start, or being read',
  ])
})

test('a deleted document is skipped, a failed one is reported', async () => {
  const gone = new ApiError(404, 'There is no document with this id')
  const damaged = new ApiError(500, 'What is kept of this is damaged')
  const { run, said } = setUp({ a: [gone], b: [damaged], c: [2] })

  const tally = await run()

  expect(said).toEqual(['b: What is kept of this is damaged'])
  expect(summaryOf(tally)).toEqual([
    '2 pages of 3 documents resent',
    '1 document deleted meanwhile',
    '1 document failed',
  ])
})

test('an overloaded server is retried after its Retry-After, an unreachable one after 5 s', async () => {
  const full = new ApiError(503, 'Too many pages are waiting', 30_000)
  const { run, paused, said } = setUp({ a: [full, full, 2], b: [new NoAnswerError('Away'), 2] })

  const tally = await run()

  expect(paused).toEqual([30_000, 30_000, 5000])
  expect(said).toEqual(['Retrying: Too many pages are waiting', 'Retrying: Away'])
  expect(tally).toMatchObject({ documents: 2, pagesSent: 4 })
})

test('a stopped replay ends after the current document', async () => {
  const { run, stop, during, asked } = setUp({ a: [2], b: [2] })
  during.advance = () => stop.abort()

  const tally = await run()

  expect(asked).toEqual(['a 7'])
  expect(tally).toMatchObject({ documents: 1, pagesSent: 2 })
})

test('a document does not count if the replay is stopped during its retries', async () => {
  const { run, stop, during, asked } = setUp({ a: [2], b: [new ApiError(503, 'Full')] })
  during.pause = () => stop.abort()

  const tally = await run()

  expect(asked).toEqual(['a 7', 'b 7'])
  expect(tally.documents).toBe(1)
})

test.each([
  ['an invalid token', new ApiError(401, 'Expected a token')],
  ['a programming error', new TypeError('a bug')],
])('%s ends the replay', async (_, error) => {
  const { run, asked } = setUp({ a: [error], b: [2] })

  await expect(run()).rejects.toThrow(error)

  expect(asked).toEqual(['a 7'])
})
