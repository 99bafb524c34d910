import { expect, test } from 'vitest'
import { Resource } from './manifest.ts'

const withMemory = (memory: string) =>
  Resource.safeParse({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'ocr' },
    spec: {
      template: { spec: { containers: [{ image: 'ocr', resources: { limits: { memory } } }] } },
    },
  })

test.each([
  ['512Mi', 512 * 2 ** 20],
  ['1Gi', 2 ** 30],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['500M', 500_000_000],
  ['1k', 1000],
  ['2048', 2048],
])('a memory limit of %s is parsed to bytes', (memory, bytes) => {
  expect(withMemory(memory).data).toMatchObject({
    spec: { template: { spec: { containers: [{ resources: { limits: { memory: bytes } } }] } } },
  })
})

test.each(['512MB', '1K', 'lots', '-1', ''])('a memory limit of "%s" is refused', (memory) => {
  expect(withMemory(memory).error?.issues[0]?.path.at(-1)).toBe('memory')
})
