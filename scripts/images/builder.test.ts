import { expect, test } from 'vitest'
import { commandsFor, type Image } from './builder.ts'

const image: Image = {
  ...{ target: 'ocr', name: 'dev.local/glyphflow/ocr:1', labels: { a: 'b' } },
  ...{ push: false, platforms: [], further: ['--no-cache'] },
}
const two = ['linux/amd64', 'linux/arm64']
const lines = (...args: Parameters<typeof commandsFor>) =>
  commandsFor(...args).map(({ args }) => args.join(' '))

test.each([
  ['docker', 'buildx build --tag dev.local/glyphflow/ocr:1 --load'],
  ['podman', 'build --layers --tag dev.local/glyphflow/ocr:1'],
  ['buildah', 'build --layers --tag dev.local/glyphflow/ocr:1'],
] as const)('%s builds one image', (builder, start) => {
  expect(lines(builder, image)).toEqual([`${start} --target ocr --label a=b --no-cache .`])
})

test('podman pushes an image after the build, docker in it', () => {
  expect(lines('podman', { ...image, push: true })[1]).toBe('push dev.local/glyphflow/ocr:1')
  expect(lines('docker', { ...image, push: true })).toEqual([
    'buildx build --tag dev.local/glyphflow/ocr:1 --push --target ocr --label a=b --no-cache .',
  ])
})

test('several platforms form one list, without images of an earlier build', () => {
  const rest = '--target ocr --label a=b --platform linux/amd64,linux/arm64 --no-cache .'

  expect(lines('buildah', { ...image, push: true, platforms: two })).toEqual([
    'manifest rm dev.local/glyphflow/ocr:1',
    `build --layers --manifest dev.local/glyphflow/ocr:1 ${rest}`,
    'manifest push --all dev.local/glyphflow/ocr:1 docker://dev.local/glyphflow/ocr:1',
  ])
  expect(lines('docker', { ...image, push: true, platforms: two })).toEqual([
    `buildx build --tag dev.local/glyphflow/ocr:1 --push ${rest}`,
  ])
})

test('docker cannot keep images of several platforms', () => {
  expect(() => commandsFor('docker', { ...image, platforms: two })).toThrow('Expected --push')
})
