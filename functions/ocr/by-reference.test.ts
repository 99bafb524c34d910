import { expect, test } from 'vitest'
import { toCloudEvent, toPageRecognized } from '../shared/events/contract/contract.ts'
import { byReference, openOcr, recognition } from './app.fixture.ts'
import type { Original } from './original/original.ts'

test('the image that an event refers to is fetched and read', async () => {
  const read: Original[] = []
  const { deliver } = openOcr({
    fetchOriginal: async ({ dataref }) => new TextEncoder().encode(dataref),
    async readPage(page, image) {
      read.push(image)
      return toPageRecognized(page, recognition)
    },
  })

  const response = await deliver(toCloudEvent(byReference))

  expect(response.status).toBe(204)
  expect(read.map(String)).toEqual([String(new TextEncoder().encode(byReference.dataref))])
})

test('a page whose original was deleted is acknowledged without a result', async () => {
  const { sent, deliver } = openOcr({ fetchOriginal: async () => null })

  const response = await deliver(toCloudEvent(byReference))

  expect(response.status).toBe(204)
  expect(sent).toEqual([])
})

test('a failure to fetch the original has the event redelivered', async () => {
  const { deliver } = openOcr({ fetchOriginal: async () => Promise.reject(new Error('404')) })

  expect((await deliver(toCloudEvent(byReference))).status).toBe(500)
})

test.each([
  'http://evil.example/documents/ID/originals/1',
  '//evil.example/documents/ID/originals/1',
  'documents/ID/originals/../../other',
  'documents%2FID/originals/1',
  'documents/01938b0e-7a4c-7d3e-8f21-5b6c7d8e9fa1/originals/1',
])('an event that refers to %s is rejected without a fetch', async (reference) => {
  const fetched: unknown[] = []
  const { deliver } = openOcr({
    async fetchOriginal(page) {
      fetched.push(page)
      return null
    },
  })
  const dataref = reference.replace('ID', byReference.documentid)

  const response = await deliver({ ...toCloudEvent(byReference), dataref })

  expect(response.status).toBe(422)
  expect(fetched).toEqual([])
})
