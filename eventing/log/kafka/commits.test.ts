import { expect, test } from 'vitest'
import { createPartition, type Partition } from '../partition.ts'
import { createCommits, type Ownership } from './commits.ts'

const [zero, one] = [0, 1].map((number) => createPartition(number, { position: 0, open: [] })) as [
  Partition,
  Partition,
]

/** Writes are noted, and wait until they are answered. */
function prepare(ownership: (partition: Partition) => Ownership = () => 'ours') {
  const written: number[][] = []
  let answer = Promise.withResolvers<void>()
  const commits = createCommits({
    ownership,
    write: async (partitions) => {
      written.push(partitions.map(({ number }) => number))
      await answer.promise
    },
    onRefused: () => {},
  })
  return {
    ...{ commits, written },
    accept: () => answer.resolve(),
    /** What is under way; the next one is accepted. */
    refuse() {
      answer.reject(new Error('The group is rebalancing'))
      answer = Promise.withResolvers()
      answer.resolve()
    },
  }
}

test('what is asked for while one is under way shares the next one', async () => {
  const { commits, written, accept } = prepare()
  const first = commits.request(zero)
  await expect.poll(() => written).toHaveLength(1)

  const more = [commits.request(zero), commits.request(one), commits.request(zero)]
  accept()
  await Promise.all([first, ...more])

  expect(written).toEqual([[0], [0, 1]])
})

test('it tells how many were written, and whether one is waited for', async () => {
  const { commits, accept } = prepare()
  const before = [commits.written(), commits.isAwaited()]

  const done = commits.request(zero)
  const meanwhile = [commits.written(), commits.isAwaited()]
  accept()
  await done

  expect([before, meanwhile]).toEqual([
    [0, false],
    [0, true],
  ])
  await expect.poll(() => [commits.written(), commits.isAwaited()]).toEqual([1, false])
})

test('what is refused is tried again', async () => {
  const { commits, written, refuse } = prepare()
  const done = commits.request(zero)
  await expect.poll(() => written).toHaveLength(1)

  refuse()
  await done

  expect(written).toEqual([[0], [0]])
})

test('what was refused and is another’s by then is dropped', async () => {
  let whose: Ownership = 'ours'
  const { commits, written, refuse } = prepare(() => whose)
  const done = commits.request(zero)
  await expect.poll(() => written).toHaveLength(1)

  whose = 'lost'
  refuse()
  await done

  expect(written).toEqual([[0]])
})

test('while it is not sure whose a partition is its commit waits, and others go', async () => {
  let whose: Ownership = 'unsure'
  const { commits, written, accept } = prepare(({ number }) => (number === 0 ? whose : 'ours'))
  accept()
  const waits = commits.request(zero)

  await commits.request(one)
  whose = 'ours'
  await waits

  expect(written).toEqual([[1], [0]])
})

test('whoever waits when it is drained is told in time, and nothing is taken after the close', async () => {
  const { commits } = prepare(() => 'unsure')
  const before = commits.request(zero)

  commits.drain(10)
  const after = commits.request(one)
  const closed = commits.close()

  await expect(before).rejects.toThrow('The group was left')
  await expect(after).rejects.toThrow('The group was left')
  await closed
  await expect(commits.request(zero)).rejects.toThrow('The group was left')
})
