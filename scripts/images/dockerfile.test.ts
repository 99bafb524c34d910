import { globSync, readFileSync } from 'node:fs'
import { join, matchesGlob, relative } from 'node:path'
import { expect, test } from 'vitest'
import { leanEnv, leanFlags } from '../../eventing/runtime/replicas/process/lean-process.ts'
import { build } from '../build/build.ts'
import { findMains } from '../build/sources.ts'
import { contextPathsOf, lineOf, packagePathsOf } from './dockerfile.fixture.ts'
import { baseOf, stagesOf, targetsOf, withDigest } from './dockerfile.ts'

const project = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(project, path), 'utf8')
const dockerfile = read('Dockerfile')
const stages = stagesOf(dockerfile)
const targets = targetsOf(dockerfile)

test('there is a target for each function, for eventing, and for all in one', () => {
  const functions = Object.keys(findMains(join(project, 'functions'), '')).map((path) =>
    path.slice(1),
  )

  expect(targets.toSorted()).toEqual([...functions, 'eventing', 'all-in-one'].sort())
})

test('the base has the release of Node that package.json pins', () => {
  const { optionalDependencies } = JSON.parse(read('package.json'))

  expect(baseOf(dockerfile)).toMatch(`node:${optionalDependencies.node}-`)
})

test.each(targets)(
  '%s runs as a user other than root, below an init, with lean settings',
  (name) => {
    const line = lineOf(stages, name)

    expect(line('USER').at(-1)).toBe('1000:1000')
    const [init, , node, ...flags] = JSON.parse(line('ENTRYPOINT').at(-1) ?? '')
    expect([init, node]).toEqual(['tini', 'node'])
    expect(flags).toEqual(expect.arrayContaining(leanFlags))
    for (const [key, value] of Object.entries(leanEnv)) {
      expect(line('ENV').join(' ')).toContain(`${key}=${value}`)
    }
  },
)

test('each path that is copied exists', () => {
  const paths = [...contextPathsOf(stages), ...packagePathsOf(stages)]

  const missing = paths.filter((path) => globSync(path, { cwd: project }).length === 0)

  expect(paths.length).toBeGreaterThan(10)
  expect(missing).toEqual([])
})

test('what is built and copied is in the context of the build', async () => {
  const mains = {
    ...findMains(join(project, 'functions'), 'functions'),
    ...findMains(join(project, 'eventing'), 'eventing'),
  }
  const { inputs } = await build({ mains, web: join(project, 'web') })
  const sources = [...inputs.keys()]
    .map((path) => relative(project, path))
    .filter((path) => !path.startsWith('node_modules/') && !path.endsWith('.test.ts'))

  const excluded = [...sources, ...contextPathsOf(stages)].filter((path) => !isInContext(path))

  expect(sources).toContain('functions/shared/store/tables.ts')
  expect(excluded).toEqual([])
  expect(isInContext('README.md')).toBe(false)
  expect(isInContext('scripts/build/build.test.ts')).toBe(false)
})

/** https://docs.docker.com/build/concepts/context/#dockerignore-files : the last pattern that matches decides. */
function isInContext(path: string): boolean {
  const parents = path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/'))
  const patterns = read('.dockerignore')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
  const last = patterns.findLast((pattern) =>
    parents.some((parent) => matchesGlob(parent, pattern.replace(/^!/, ''))),
  )
  return last?.startsWith('!') ?? true
}

test('the digest of the base is replaced', () => {
  const file = 'ARG BASE=node:24\nFROM base AS run'

  const pinned = withDigest(withDigest(file, 'sha256:1'), 'sha256:2')

  expect(pinned).toBe('ARG BASE=node:24@sha256:2\nFROM base AS run')
  expect(baseOf(pinned)).toBe('node:24')
})
