import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exampleObjects } from '../example-pages.fixture.ts'
import { fileOf } from '../original.fixture.ts'
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
  await expect(openStructure(fileOf(withStreams([1, 2, 3, 4, 5])))).rejects.toThrow(
    'Streams too long',
  )
})

test('a stream of offsets that tables have in common is decoded once', async () => {
  const { free } = await openStructure(fileOf(withStreams([1, 1, 1, 1, 1])))

  expect(free).toBe(9)
})

test('a search for an object that there is not has a cost', async () => {
  const { object } = await openStructure(fileOf(example), 1000)
  const search = async () => {
    for (let count = 0; count < 1000; count += 1) await object(1000)
  }

  await expect(search()).rejects.toThrow('Too many or too large objects')
})

/** Sections with their values in common: the beginning of each is a comment in the trailers of those before it. */
function withCommonValues(sections: number, values: number): Buffer {
  const head = (previous: number) =>
    `%xref 0 0 trailer <</Size 4/Root 1 0 R/Prev ${String(previous).padStart(6)}/A[\n`
  const startOf = (section: number) => 10 + section * head(0).length
  const heads = Array.from({ length: sections }, (_, section) =>
    head(section + 1 < sections ? startOf(section + 1) : -1),
  )
  const end = `${'1 '.repeat(values)}]>>\nstartxref\n${startOf(0)}\n%%EOF\n`
  return Buffer.from(`%PDF-1.5\n${heads.join('')}${end}`, 'latin1')
}

test('values that trailers have in common count in each', async () => {
  const open = (sections: number) => openStructure(fileOf(withCommonValues(sections, 500)), 5000)

  await open(2)

  await expect(open(20)).rejects.toThrow('Too many or too large objects')
})

test('other work has its turn before each section and range', async () => {
  const ranges = exampleObjects().length
  let turns = 0
  let turn = setImmediate(function next() {
    turns += 1
    turn = setImmediate(next)
  })

  await openStructure(fileOf(withCommonValues(20, 1)))
  const inSections = turns
  await openStructure(fileOf(example))

  clearImmediate(turn)
  expect(inSections).toBeGreaterThanOrEqual(20)
  expect(turns - inSections).toBeGreaterThanOrEqual(ranges)
})
