import { expect, test, vi } from 'vitest'
import { createNotices } from '../app/notices.ts'
import { createDeletions } from './deletions.ts'

function setUp({ fails = false } = {}) {
  const timers = new Set<() => void>()
  const sent: (readonly string[])[] = []
  const deleted: string[] = []
  const notices = createNotices({ showMs: 10_000 })
  const deletions = createDeletions({
    ...{ notices, onDeleted: (id) => deleted.push(id) },
    api: {
      removeAll: async (ids) => {
        sent.push(ids)
        if (fails) throw new Error('The disk is full')
      },
    },
    wait: (callback, ms) => {
      expect(ms).toBe(10_000)
      timers.add(callback)
      return () => timers.delete(callback)
    },
  })
  const texts = () => notices.shown.value.map(({ text }) => text)
  const hidden = () => [...deletions.hidden.value]
  const pass10s = () => {
    for (const callback of [...timers]) callback()
  }
  return { deletions, notices, sent, deleted, texts, hidden, pass10s }
}

test('documents are hidden at once, and deleted after 10 s', async () => {
  const { deletions, sent, deleted, texts, hidden, pass10s } = setUp()

  deletions.add(['a', 'b'])
  const before = [hidden(), texts(), sent.length]
  pass10s()

  await vi.waitFor(() => expect(hidden()).toEqual([]))
  expect(before).toEqual([['a', 'b'], ['2 documents deleted'], 0])
  expect([sent, deleted, texts()]).toEqual([[['a', 'b']], ['a', 'b'], []])
})

test('an undone deletion shows the documents again and sends nothing', () => {
  const { deletions, notices, sent, texts, hidden, pass10s } = setUp()
  deletions.add(['a'])
  deletions.add(['b'])

  notices.shown.value[0]?.action?.run()
  const afterFirst = [hidden(), texts()]
  const undone = [deletions.undoLast(), deletions.undoLast()]
  pass10s()
  deletions.sendAll()

  expect(afterFirst).toEqual([['b'], ['1 document deleted']])
  expect([undone, hidden(), texts(), sent]).toEqual([[true, false], [], [], []])
})

test('a page that is left sends all deletions at once, in parts that an address can hold', () => {
  const { deletions, sent, texts, pass10s } = setUp()
  const ids = Array.from({ length: 401 }, (_, id) => `${id}`)
  deletions.add(ids)
  deletions.add(['a'])

  deletions.sendAll()
  pass10s()

  expect(sent).toEqual([ids.slice(0, 200), ids.slice(200, 400), ids.slice(400), ['a']])
  expect(texts()).toEqual([])
})

test('a failed deletion shows the documents again, with the reason', async () => {
  const { deletions, deleted, texts, hidden, pass10s } = setUp({ fails: true })
  deletions.add(['a'])

  pass10s()

  await vi.waitFor(() => expect(hidden()).toEqual([]))
  expect([deleted, texts()]).toEqual([[], ['Not everything could be deleted: The disk is full']])
})
