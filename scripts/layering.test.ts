import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Import, importsBelow, project } from './imports.fixture.ts'

/** Import rules that Biome cannot express. CONTRIBUTING.md draws them. */
const isTest = ({ from }: Import) => /\.(test|contract|e2e|fixture)\.tsx?$/.test(from)
const product = ['functions', 'eventing', 'web'].flatMap(importsBelow).filter((i) => !isTest(i))
const printed = (imports: Import[]) => imports.map(({ from, to }) => `${from} → ${to}`)

test('the project has imports', () => {
  expect(product.length).toBeGreaterThan(100)
})

test('a function imports its own folder and functions/shared, and no sibling', () => {
  const functionOf = (path: string) => path.match(/^functions\/(\w+)\//)?.[1]

  const foreign = product.filter(({ from, to }) => {
    const target = functionOf(to)
    return functionOf(from) && target && target !== 'shared' && target !== functionOf(from)
  })

  expect(printed(foreign)).toEqual([])
})

test('functions/shared imports nothing of the project outside itself', () => {
  const upwards = product.filter(
    ({ from, to }) =>
      from.startsWith('functions/shared/') &&
      /^(functions|eventing|web|loadtest)\//.test(to) &&
      !to.startsWith('functions/shared/'),
  )

  expect(printed(upwards)).toEqual([])
})

test('the page imports only search rules and API types from outside its folder', () => {
  const outside = product.filter(
    ({ from, to }) => from.startsWith('web/') && /^(functions|eventing|loadtest)\//.test(to),
  )
  const values = outside.filter(({ isType }) => !isType)
  const types = outside.filter(({ isType }) => isType)

  expect(printed(values.filter(({ to }) => !to.startsWith('functions/shared/search/')))).toEqual([])
  expect(new Set(types.map(({ to }) => to))).toEqual(
    new Set(['functions/shared/http/api.ts', 'functions/shared/http/system-api.ts']),
  )
})

test('the rules of a search run in a browser: they import nothing but each other', () => {
  const isRule = (path: string) => path.startsWith('functions/shared/search/')
  const ofRules = product.filter(({ from }) => isRule(from))

  expect(ofRules.length).toBeGreaterThan(1)
  expect(printed(ofRules.filter(({ to }) => !isRule(to)))).toEqual([])
})

test('only the Kafka log imports kafkajs', () => {
  const users = product.filter(({ to }) => to === 'kafkajs').map(({ from }) => from)

  expect(users).toContain('eventing/log/kafka/client/kafkajs.ts')
  expect(users.filter((from) => !from.startsWith('eventing/log/kafka/client/'))).toEqual([])
})

test('the product imports no scripts and no esbuild', () => {
  const builders = product.filter(({ to }) => to === 'esbuild' || to.startsWith('scripts/'))

  expect(printed(builders)).toEqual([])
})

test('infra and the rest of the project do not import each other, but for prices in a simulation', () => {
  const folders = ['boot', 'cluster', 'commands', 'cost', 'stack'].map((name) => `infra/${name}`)
  const ofInfra = folders.flatMap(importsBelow)
  const rest = ['functions', 'eventing', 'web', 'loadtest', 'scripts'].flatMap(importsBelow)
  const isOfProject = (to: string) => /^(functions|eventing|web|loadtest|scripts)\//.test(to)
  // They import no package: infra's are not installed for it.
  const isPriced = ({ from, to }: Import) =>
    from.startsWith('loadtest/simulate/') && /^infra\/(cost\/|settings)/.test(to)
  const imports = rest.filter((each) => each.to.startsWith('infra/') && !isPriced(each))

  expect(ofInfra.length).toBeGreaterThan(50)
  expect(printed(ofInfra.filter(({ to }) => isOfProject(to)))).toEqual([])
  expect(printed(imports)).toEqual([])
})

test('the files and folders that Biome forbids exist', () => {
  const rules = readFileSync(join(project, 'biome.json'), 'utf8')
  const paths = [
    ...rules.matchAll(/"\*\*\/((?:functions|web|loadtest)[\w./-]*?)(?:\/\*\*)?"/g),
  ].map(([, path = '']) => path)

  expect(paths).toContain('functions/shared/events/contract/contract.ts')
  expect(paths.filter((path) => !existsSync(join(project, path)))).toEqual([])
})

test('no imports are circular, including type imports', () => {
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
