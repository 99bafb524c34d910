import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import type { Document } from '../../functions/shared/http/api.ts'
import type { Upload, UploadState } from '../uploads/upload.ts'
import { createLibrary } from './library.ts'
import { toQueuedDocument } from './queued-document.ts'

function document(id: string, changes = 1): Document {
  return { ...toQueuedDocument({ id, pages: 1 }), changes }
}

function upload(key: string): Upload {
  const state = signal<UploadState>({ phase: 'waiting' })
  const file = new File(['x'], key)
  return { key, file, others: [], batch: null, language: null, password: null, state }
}

test('a file keeps its place and its key when it becomes a document', () => {
  const library = createLibrary()
  const [a, b] = [upload('a'), upload('b')]
  library.show([document('old')])
  library.addUploads([a, b])

  library.accept(b, document('d'))

  expect(library.items.value.map(({ key }) => key)).toEqual(['a', 'b', 'old'])
  expect(library.find('d')).toBe(library.items.value[1])
})

test('documents of a batch take the server’s order within the places they occupy', () => {
  const library = createLibrary()
  library.show([document('d3'), document('d4'), document('old'), document('d1')])
  library.addUploads([upload('a')])

  library.arrange([document('d4'), document('unknown'), document('d3'), document('d1')])

  expect(library.items.value.map(({ key }) => key)).toEqual(['a', 'd4', 'd3', 'old', 'd1'])
})

test('a file whose document is already in the list is shown once', () => {
  const library = createLibrary()
  const a = upload('a')
  library.addUploads([a])
  library.show([document('d', 5)])

  library.accept(a, document('d', 0))

  expect(library.items.value.map(({ key }) => key)).toEqual(['a'])
  expect(library.items.value[0]?.document.value?.changes).toBe(5)
})

test('a reload keeps known items, and files without a document', () => {
  const library = createLibrary()
  library.show([document('d1'), document('d2')])
  const [known] = library.items.value
  library.addUploads([upload('a')])

  library.show([document('d3'), document('d1')])

  expect(library.items.value.map(({ key }) => key)).toEqual(['a', 'd3', 'd1'])
  expect(library.items.value[2]).toBe(known)
})

test('an older response that arrives late is ignored', () => {
  const library = createLibrary()
  library.show([document('d', 8)])

  library.update({ ...document('d', 7), filename: 'late' })

  expect(library.find('d')?.document.value?.filename).toBeNull()
})

test('a document repeated by an older page of the list is shown once', () => {
  const library = createLibrary()
  library.show([document('d1')])

  library.showOlder([document('d1'), document('d0')])

  expect(library.items.value.map(({ key }) => key)).toEqual(['d1', 'd0'])
})
