import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exampleObjects } from './example-pages.fixture.ts'
import { originalOf } from './original.fixture.ts'
import { openStructure } from './structure.ts'
import { writers } from './structures.fixture.ts'

const streamBytes = 8 * 1024 * 1024
const example = writers['a table'](exampleObjects())

/** A file with a table for each number of a stream, which hold 8 MiB each. */
function withStreams(numbers: number[]): Buffer {
  const data = deflateSync(Buffer.alloc(streamBytes)).toString('latin1')
  let text = '%PDF-1.5\n'
  const streams = [...new Set(numbers)].map((number) => {
    const at = text.length
    const entries = '/Type/XRef/Size 9/W[1 2 1]/Index[0 0]/Filter/FlateDecode'
    text += `${number} 0 obj<<${entries}/Length ${data.length}>>stream\n${data}\nendstream endobj\n`
    return [number, at] as const
  })
  const offsets = new Map(streams)
  let previous = ''
  for (const number of numbers) {
    const at = text.length
    text += `xref\n0 0\ntrailer<</Size 9/XRefStm ${offsets.get(number)}${previous}>>\n`
    previous = `/Prev ${at}`
  }
  return Buffer.from(`${text}startxref\n${previous.slice(6)}\n%%EOF\n`, 'latin1')
}

test('streams of offsets have at most 32 MiB in all', async () => {
  await expect(openStructure(originalOf(withStreams([1, 2, 3, 4, 5])))).rejects.toThrow(
    'Streams too long',
  )
})

test('a stream of offsets that tables have in common is decoded once', async () => {
  const { free } = await openStructure(originalOf(withStreams([1, 1, 1, 1, 1])))

  expect(free).toBe(9)
})

test('a search for an object that there is not has a cost', async () => {
  const { object } = await openStructure(originalOf(example), 640)

  for (let search = 0; search < 10; search += 1) await object(1000)

  await expect(object(1000)).rejects.toThrow('Too many large objects')
})
