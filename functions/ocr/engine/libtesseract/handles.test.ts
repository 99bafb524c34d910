import { expect, test } from 'vitest'
import { createHandles } from './handles.ts'

function setUp() {
  const opened: string[] = []
  const closed: string[] = []
  const handles = createHandles({
    open: async (language) => {
      opened.push(language)
      if (language === 'xyz') throw new Error('no xyz')
      return language
    },
    close: (handle) => void closed.push(handle),
  })
  return { handles, opened, closed }
}

test('a language is loaded once', async () => {
  const { handles, opened } = setUp()

  const both = await Promise.all([handles.for('eng'), handles.for('eng')])
  const later = await handles.for('eng')

  expect([...both, later]).toEqual(['eng', 'eng', 'eng'])
  expect(opened).toEqual(['eng'])
})

test('the least recently used handle is closed', async () => {
  const { handles, opened, closed } = setUp()

  for (const language of ['a', 'b', 'c', 'd', 'a', 'e', 'a']) await handles.for(language)

  expect(closed).toEqual(['b'])
  expect(opened).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a failed load is retried', async () => {
  const { handles, opened } = setUp()

  await expect(handles.for('xyz')).rejects.toThrow('no xyz')
  await expect(handles.for('xyz')).rejects.toThrow('no xyz')

  expect(opened).toEqual(['xyz', 'xyz'])
})

test('close closes all handles', async () => {
  const { handles, closed } = setUp()
  for (const language of ['a', 'b']) await handles.for(language)

  await handles.close()

  expect(closed).toEqual(['a', 'b'])
})
