import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { beginReplay } from './begin.ts'
import { createUnfinished, stateFolder } from './progress/unfinished.ts'

const day = (number: number) => new Date(Date.UTC(2026, 10, number))
const options = { from: day(1), to: day(21), anew: false }

function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return { folder, unfinished: createUnfinished(join(folder, 'state'), 'asked') }
}

test('the same arguments resume a replay, other arguments start another', async () => {
  const { folder, unfinished } = setUp()
  const first = await beginReplay({ unfinished, options, submissions: 7, now: day(21) })
  const later = { options: { ...options, to: day(22) }, submissions: 9, now: day(22) }

  const again = await beginReplay({ unfinished, ...later })
  const other = createUnfinished(join(folder, 'state'), 'asked otherwise')
  const another = await beginReplay({ unfinished: other, ...later })

  expect(first).toEqual({
    isResumed: false,
    begun: {
      ...{ at: '2026-11-21T00:00:00.000Z', submittedUpTo: 7 },
      ...{ from: '2026-11-01T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' },
    },
  })
  expect(again).toEqual({ ...first, isResumed: true })
  expect(another).toMatchObject({ isResumed: false, begun: { submittedUpTo: 9 } })
})

const reasons: [string, { finished?: true; anew?: true; submissions?: number }][] = [
  ['the last one was finished', { finished: true }],
  ['--anew is given', { anew: true }],
  ['the store is a different one', { submissions: 6 }],
]

test.each(reasons)('a replay starts over when %s', async (_, reason) => {
  const { finished = false, anew = false, submissions = 9 } = reason
  const { unfinished } = setUp()
  await beginReplay({ unfinished, options, submissions: 7, now: day(21) })
  if (finished) await unfinished.forget()

  const next = await beginReplay({
    ...{ unfinished, options: { ...options, anew }, submissions, now: day(22) },
  })

  expect(next).toMatchObject({ isResumed: false, begun: { submittedUpTo: submissions } })
  expect(await unfinished.read()).toEqual(next.begun)
})

test('an invalid state file is an error that names it, and is not changed', async () => {
  const { folder, unfinished } = setUp()
  await beginReplay({ unfinished, options, submissions: 7, now: day(21) })
  const [name = ''] = readdirSync(join(folder, 'state'))
  writeFileSync(join(folder, 'state', name), '{"from": 1')

  await expect(unfinished.read()).rejects.toThrow(`${name} to be the state of a replay`)
})

test('a folder that is not writable has a clear message', async () => {
  const { folder } = setUp()
  writeFileSync(join(folder, 'file'), '')
  const unfinished = createUnfinished(join(folder, 'file'), 'asked')

  const beginning = beginReplay({
    unfinished,
    options: { ...options, anew: true },
    submissions: 7,
    now: day(21),
  })

  await expect(beginning).rejects.toThrow(/EEXIST.*XDG_STATE_HOME can name another folder/)
})

test('the state is kept in the user’s state folder', () => {
  expect(stateFolder({ XDG_STATE_HOME: '/state' })).toBe('/state/glyphflow')
  expect(stateFolder({})).toMatch(/\/\.local\/state\/glyphflow$/)
})
