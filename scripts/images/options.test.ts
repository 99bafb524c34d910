import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const defaults = { version: '1.2.3', targets: ['ocr', 'results'] }

test('without options all targets are built for this machine', () => {
  const options = readOptions([], defaults)

  expect(options).toEqual({
    ...{ registry: 'dev.local', tag: '1.2.3', push: false, platforms: [], pin: false },
    ...{ targets: ['ocr', 'results'], further: [] },
  })
})

test('options name the images, the platforms and the targets', () => {
  const args = ['ocr', '--registry', 'registry.example:5000/team', '--tag', 'v2', '--push']

  const options = readOptions([...args, '--platform', 'linux/amd64,linux/arm64'], defaults)

  expect(options).toMatchObject({
    ...{ registry: 'registry.example:5000/team', tag: 'v2', push: true, targets: ['ocr'] },
    platforms: ['linux/amd64', 'linux/arm64'],
  })
})

test('arguments after -- are for the builder', () => {
  const { targets, further } = readOptions(['ocr', '--', '--no-cache', 'results'], defaults)

  expect(targets).toEqual(['ocr'])
  expect(further).toEqual(['--no-cache', 'results'])
})

test.each([
  [['web'], 'Expected a target to be one of ocr, results, got "web"'],
  [['--tag', 'a b'], 'Expected --tag to be a tag such as 1.2.3, got "a b"'],
  [['--registry', 'https://registry.example/'], 'Expected --registry to be like'],
  [['--platform', 'arm64'], 'Expected --platform to be like linux/arm64, got "arm64"'],
  [['--pin', 'ocr'], 'Expected --pin alone'],
  [['--pull'], "Unknown option '--pull'"],
])('%j is refused', (args, message) => {
  expect(() => readOptions(args, defaults)).toThrow(message)
})
