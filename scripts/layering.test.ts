import { expect, test } from 'vitest'
import { type Import, importsBelow } from './imports.fixture.ts'

/** What Biome cannot say of who may import whom. The arrows are drawn in CONTRIBUTING.md. */
const isTest = ({ from }: Import) => /\.(test|contract|e2e|fixture)\.tsx?$/.test(from)
const product = ['functions', 'eventing', 'web'].flatMap(importsBelow).filter((i) => !isTest(i))
const told = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`)

test('there is something to look at', () => {
  expect(product.length).toBeGreaterThan(100)
})

test('a function imports its own folder and functions/shared, and no sibling', () => {
  const functionOf = (path: string) => path.match(/^functions\/(\w+)\//)?.[1]

  const foreign = product.filter(({ from, to }) => {
    const target = functionOf(to)
    return functionOf(from) && target && target !== 'shared' && target !== functionOf(from)
  })

  expect(told(foreign)).toEqual([])
})

test('functions/shared imports nothing of the project outside itself', () => {
  const upwards = product.filter(
    ({ from, to }) =>
      from.startsWith('functions/shared/') &&
      /^(functions|eventing|web|loadtest)\//.test(to) &&
      !to.startsWith('functions/shared/'),
  )

  expect(told(upwards)).toEqual([])
})

test('the page takes the rules of a search and types of the API from outside its folder', () => {
  const outside = product.filter(
    ({ from, to }) => from.startsWith('web/') && /^(functions|eventing|loadtest)\//.test(to),
  )
  const values = outside.filter(({ isType }) => !isType)
  const types = outside.filter(({ isType }) => isType)

  expect(told(values.filter(({ to }) => !to.startsWith('functions/shared/search/')))).toEqual([])
  expect(new Set(types.map(({ to }) => to))).toEqual(
    new Set(['functions/shared/http/api.ts', 'functions/shared/http/system-api.ts']),
  )
})

test('the rules of a search run in a browser: they import nothing but each other', () => {
  const isRule = (path: string) => path.startsWith('functions/shared/search/')
  const ofRules = product.filter(({ from }) => isRule(from))

  expect(ofRules.length).toBeGreaterThan(1)
  expect(told(ofRules.filter(({ to }) => !isRule(to)))).toEqual([])
})

test('kafkajs is the log’s on Kafka, and nobody else’s', () => {
  const users = product.filter(({ to }) => to === 'kafkajs').map(({ from }) => from)

  expect(users).toContain('eventing/log/kafka/client/kafkajs.ts')
  expect(users.filter((from) => !from.startsWith('eventing/log/kafka/client/'))).toEqual([])
})

test('what runs is built by scripts/build, and imports no script', () => {
  const builders = product.filter(({ to }) => to === 'esbuild' || to.startsWith('scripts/'))

  expect(told(builders)).toEqual([])
})

test('no imports run in a circle, of types or of values', () => {
  const next = Map.groupBy(
    product.filter(({ to }) => /\.tsx?$/.test(to)),
    ({ from }) => from,
  )
  const circles: string[] = []
  const done = new Set<string>()
  function visit(file: string, path: string[]) {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (path.includes(file) || done.has(file)) return
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file])
    done.add(file)
  }

  for (const file of next.keys()) visit(file, [])

  expect(circles).toEqual([])
})
