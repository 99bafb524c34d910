import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importsBelow, project } from './imports.fixture.ts'

interface Process {
  name: string
  main: string
  lines: string[]
}

const imports = Map.groupBy(
  ['functions', 'eventing', 'web'].flatMap(importsBelow),
  ({ from }) => from,
)
const processes = processesOf(sectionOf('### Follow one image'))
const lines = processes.flatMap((process) => process.lines)

function sectionOf(heading: string): string[] {
  const readme = readFileSync(join(project, 'README.md'), 'utf8').split('\n')
  const first = readme.indexOf(heading) + 1
  return readme.slice(
    first,
    readme.findIndex((line, at) => at > first && line.startsWith('## ')),
  )
}

/** A process begins with its name and its main file; numbered lines are its files. */
function processesOf(section: string[]): Process[] {
  const found: Process[] = []
  for (const line of section) {
    const [, name, main] = line.match(/^\*\*(\w+)\*\* \(\[.*?\]\((.*?)\)\)/) ?? []
    if (name && main) found.push({ name, main, lines: [] })
    if (/^\d+\. /.test(line)) found.at(-1)?.lines.push(line)
  }
  return found
}

const filesIn = (line: string) => [...line.matchAll(/\]\((.*?)\)/g)].map(([, path = '']) => path)

/** A main file and all that it imports, directly or not. */
function reachedFrom(main: string, reached = new Set<string>()): Set<string> {
  if (!imports.has(main) && !existsSync(join(project, main))) return reached
  if (reached.has(main)) return reached
  reached.add(main)
  for (const { to } of imports.get(main) ?? []) reachedFrom(to, reached)
  return reached
}

function mentions({ main }: Process, text: string): boolean {
  return [...reachedFrom(main)].some((path) =>
    readFileSync(join(project, path), 'utf8').includes(text),
  )
}

test('an image crosses at most 20 files, in order', () => {
  const order = ['gateway', 'runtime', 'ocr', 'results', 'gateway', 'page']

  expect(processes.map(({ name }) => name)).toEqual(order)
  expect(lines.length).toBeLessThanOrEqual(20)
  expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(lines.map((_, index) => index + 1))
  expect(lines.filter((line) => filesIn(line).length === 0)).toEqual([])
})

test.each(processes)(
  'each file that $name is said to consist of, is reached from $main',
  (process) => {
    const reached = reachedFrom(process.main)

    expect(process.lines.flatMap(filesIn).filter((path) => !reached.has(path))).toEqual([])
  },
)

test.each([
  ['gateway', 'ocr', 'dev.glyphflow.page.submitted.v1'],
  ['gateway', 'ocr', 'dataref'],
  ['ocr', 'results', 'dev.glyphflow.page.recognized.v1'],
  ['gateway', 'page', 'v1/events'],
])('what %s gives to %s carries the same name in both: %s', (from, to, carrier) => {
  const [sender, receiver] = [from, to].map((name) => processes.find((each) => each.name === name))

  expect(lines.some((line) => line.includes(carrier))).toBe(true)
  expect(sender && mentions(sender, carrier)).toBe(true)
  expect(receiver && mentions(receiver, carrier)).toBe(true)
})
