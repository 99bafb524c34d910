import { expect, test } from 'vitest'
import { ApiProblem } from '../api/api-problem.ts'
import { documentOf, openReader } from './open-reader.fixture.ts'

const conflict = new ApiProblem(409, 'correction-conflict', 'Somebody else has corrected it')
const noResponse = new ApiProblem(0, 'no-response', 'The server did not answer')

test.each([
  ['word', 'tea', { index: 0, was: 'teh', text: 'tea' }],
  ['line', 'tea cat', { index: 0, was: 'teh', text: 'tea' }],
] as const)(
  'a %s is saved as a change of the text that the user saw',
  async (what, typed, edit) => {
    const { sent, shown, change, begin, editor } = await openReader()
    const mine = begin(0, what, typed)

    change('a', 'the cats', '2026-11-29T12:00:00.000Z')
    await expect.poll(shown).toBe('the cats')
    void editor.finish(mine)

    await expect.poll(() => sent.map(({ words }) => words)).toEqual([[edit]])
  },
)

test('after a conflict the text of the others is shown, and what was typed is told', async () => {
  const { sent, begin, editor, notice } = await openReader()
  const mine = begin(0, 'word', 'tea')

  const done = editor.finish(mine)
  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.fail(conflict)
  await done
  await editor.finish(mine)

  expect(editor.editing.value).toBeNull()
  expect(notice()).toBe('It could not be saved: the text has changed meanwhile. You wrote “tea”')
  expect(sent).toHaveLength(1)
})

test('an edit that could not be sent stays open, and can be saved again', async () => {
  const { sent, begin, editor, shown } = await openReader()
  const mine = begin(0, 'word', 'the')

  const failed = editor.finish(mine)
  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.fail(noResponse)
  expect(await failed).toBe(false)
  expect(editor.editing.value).toBe(mine)
  const saved = editor.finish(mine)
  await expect.poll(() => sent.length).toBe(2)
  sent[1]?.answer('the cat', '2026-11-29T12:00:00.000Z')

  expect(await saved).toBe(true)
  expect(shown()).toBe('the cat')
})

test('the correction of somebody else is not undone', async () => {
  const { sent, shown, change, begin, editor, corrections } = await openReader()
  const saved = editor.finish(begin(0, 'word', ' the'))
  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.answer('the cat', '2026-11-29T12:00:00.000Z')
  await saved
  change('a', 'then cat', '2026-11-29T12:00:01.000Z')
  await expect.poll(shown).toBe('then cat')

  const undone = corrections.undo()
  await expect.poll(() => sent.length).toBe(2)
  sent[1]?.fail(conflict)
  await undone

  expect(sent[1]?.words).toEqual([{ index: 0, was: 'the', text: 'teh' }])
  expect(corrections.canUndo()).toBe(false)
})

test('two undos at once take back two corrections, of which the last is still being saved', async () => {
  const { sent, begin, editor, corrections } = await openReader()
  const saved = editor.finish(begin(0, 'word', 'the'))
  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.answer('the cat', '2026-11-29T12:00:00.000Z')
  await saved
  void editor.finish(begin(1, 'word', 'dog'))
  await expect.poll(() => sent.length).toBe(2)

  const undone = [corrections.undo(), corrections.undo()]
  sent[1]?.answer('the dog', '2026-11-29T12:00:01.000Z')
  await expect.poll(() => sent.length).toBe(3)
  sent[2]?.answer('the cat', '2026-11-29T12:00:02.000Z')
  await expect.poll(() => sent.length).toBe(4)
  sent[3]?.answer('teh cat', '2026-11-29T12:00:03.000Z')
  await Promise.all(undone)

  expect(sent.slice(2).map(({ words }) => words)).toEqual([
    [{ index: 1, was: 'dog', text: 'cat' }],
    [{ index: 0, was: 'the', text: 'teh' }],
  ])
  expect(corrections.canUndo()).toBe(false)
})

test('an edit is saved when its document is left, and its answer is not shown on the next', async () => {
  const { sent, shown, begin, open, editor, corrections } = await openReader()
  begin(0, 'word', 'the')

  open('b')
  await expect.poll(() => sent.length).toBe(1)
  await expect.poll(shown).toBe('other words')
  const next = begin(1, 'word', 'word')
  sent[0]?.answer('the cat', '2026-11-29T12:00:00.000Z')
  await expect.poll(() => corrections.isSaving.value).toBe(false)
  void editor.finish(next)
  await expect.poll(() => sent.length).toBe(2)

  expect(sent.map(({ id, page }) => [id, page])).toEqual([
    ['a', 1],
    ['b', 1],
  ])
  expect(shown()).toBe('other words')
})

test('a correction that fails late does not close the editor of the next word', async () => {
  const { sent, begin, editor, current, notice } = await openReader()
  const first = editor.finish(begin(0, 'word', 'the'))
  const second = begin(1, 'word', 'dog')

  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.fail(noResponse)
  expect(await first).toBe(false)

  expect(editor.editing.value).toBe(second)
  expect(current.value).toBeNull()
  expect(notice()).toBe('It could not be saved: The server did not answer. You wrote “the”')
})

test('a slow answer does not close the editor of the next word', async () => {
  const { sent, shown, begin, editor, current } = await openReader()
  const first = editor.finish(begin(0, 'word', 'the'))
  const second = begin(1, 'word', 'dog')

  await expect.poll(() => sent.length).toBe(1)
  sent[0]?.answer('the cat', '2026-11-29T12:00:00.000Z')
  await first

  expect(shown()).toBe('the cat')
  expect(editor.editing.value).toBe(second)
  expect(current.value).toBeNull()
})

test('an edit is saved when its document is deleted or closed', async () => {
  const { sent, begin, editor, document } = await openReader()
  const unchanged = editor.hasUnsaved()
  begin(0, 'word', 'the')
  const typed = editor.hasUnsaved()

  document.value = null
  await expect.poll(() => sent.length).toBe(1)

  expect([unchanged, typed]).toEqual([false, true])
  expect(editor.editing.value).toBeNull()
})

test('a correction of the hit of a search turns no page', async () => {
  const { pageNumber, shown, document } = await openReader({ query: 'second' })
  await expect.poll(shown).toBe('second')

  document.value = documentOf('a', ['the second', 'minute'])

  expect(pageNumber.value).toBe(2)
})
