import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { createSelection } from './selection.ts'

function setUp() {
  const order = signal(['a', 'b', 'c', 'd', 'e'])
  return { order, selection: createSelection({ order }) }
}

test('a range goes from the last choice to the next, in both directions', () => {
  const { selection } = setUp()

  selection.toggle('d')
  selection.toggle('b', { isRange: true })
  const upwards = selection.ids.value
  selection.toggle('c')
  selection.toggle('e', { isRange: true })

  expect(upwards).toEqual(['b', 'c', 'd'])
  expect(selection.ids.value).toEqual(['b', 'c', 'd', 'e'])
})

test('a range from a choice that is listed no more is one document', () => {
  const { order, selection } = setUp()
  selection.toggle('a')
  order.value = ['b', 'c', 'd']

  selection.toggle('c', { isRange: true })

  expect(selection.ids.value).toEqual(['c'])
})

test('a second toggle takes a document out, and a range with it', () => {
  const { selection } = setUp()
  selection.all()

  selection.toggle('b')
  selection.toggle('d', { isRange: true })

  expect(selection.ids.value).toEqual(['a', 'e'])
})

test('documents that are listed no more are not chosen', () => {
  const { order, selection } = setUp()
  selection.all()

  order.value = ['c', 'a', 'new']
  const listed = selection.ids.value
  selection.clear()

  expect([listed, selection.ids.value]).toEqual([['c', 'a'], []])
})
