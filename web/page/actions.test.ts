import { expect, test, vi } from 'vitest'
import type { Redriven } from '../../functions/shared/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { type ActionsDeps, createActions } from './actions.ts'
import { createNotices } from './notices.ts'

function setUp(redrive: () => Promise<Redriven>) {
  const notices = createNotices({ showMs: 1 })
  const refetch = vi.fn()
  const deps = {
    api: { redrive },
    notices,
    follower: { refetch },
  } as unknown as ActionsDeps
  return { actions: createActions(deps), notices, refetch }
}

test('a document that is read again is under way until that is answered, and loaded then', async () => {
  const answer = Promise.withResolvers<Redriven>()
  const { actions, refetch, notices } = setUp(() => answer.promise)

  const done = actions.redrive('d')
  const during = [...actions.redriving.value]
  answer.resolve({ id: 'd', status: 'queued', redrivenPages: 2 })
  await done

  expect(during).toEqual(['d'])
  expect([...actions.redriving.value]).toEqual([])
  expect(refetch).toHaveBeenCalledWith('d')
  expect(notices.announced.value).toBe('2 pages on the way')
})

test('why it cannot be read again is shown, and it can be tried again', async () => {
  const full = new ApiProblem(503, 'disk-full', 'The disk is too full to take more')
  const { actions, notices, refetch } = setUp(() => Promise.reject(full))

  await actions.redrive('d')

  expect(notices.shown.value.map(({ text }) => text)).toEqual([
    'It cannot be read again: The disk is too full to take more',
  ])
  expect([...actions.redriving.value]).toEqual([])
  expect(refetch).not.toHaveBeenCalled()
})
