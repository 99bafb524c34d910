import { execFile } from 'node:child_process'
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const project = join(import.meta.dirname, '../..')
const exec = promisify(execFile)
let folder: string
const at = (path: string) => join(folder, path)

/** A project with one function and one page. */
beforeEach(async () => {
  folder = realpathSync(await mkdtemp(join(tmpdir(), 'glyphflow-build-')))
  await cp(import.meta.dirname, at('scripts/build'), { recursive: true })
  await cp(join(project, 'functions/shared'), at('functions/shared'), { recursive: true })
  for (const name of await readdir(join(project, 'node_modules'))) {
    mkdirSync(at('node_modules'), { recursive: true })
    if (!name.startsWith('.'))
      await symlink(join(project, 'node_modules', name), at(`node_modules/${name}`))
  }
  write('functions/own/main.ts', `import { word } from './word.ts'\nconsole.log(word)`)
  write('functions/own/word.ts', `export const word: string = 'first'`)
  for (const name of ['index.html', 'main.tsx', 'docs.css', 'reader.css', 'system.css'])
    write(`web/${name}`, '')
})
afterEach(() => rm(folder, { recursive: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
}

async function command(args: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await exec(process.execPath, [at('scripts/build/main.ts'), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  })
  return stdout.trim()
}
const upToDate = (env?: Record<string, string>) => command(['--for', String(process.pid)], env)
const run = async (built: string) =>
  (await exec(process.execPath, [join(built, 'functions/own/main.mjs')])).stdout
const cache = () => readdir(at('node_modules/.cache/glyphflow'))

test('an up-to-date build is reused', async () => {
  const built = await upToDate()

  const again = await upToDate()

  expect(again).toBe(built)
  expect(await run(built)).toBe('first\n')
  expect(await readFile(join(built, 'site/index.html'), 'utf8')).toBe('')
  expect(await cache()).toEqual([basename(built), `${basename(built)}.${process.pid}`])
})

test.each([
  ['a module', 'functions/own/word.ts', `export const word = 'other'`],
  ['the page', 'web/index.html', 'other'],
  ['an additional function', 'functions/more/main.ts', ''],
  ['a package', 'node_modules/.package-lock.json', '{}'],
  ['the build script', 'scripts/build/sources.ts', null],
])(
  'a start after a change rebuilds, regardless of modification times: %s',
  async (_, path, text) => {
    const built = await upToDate()

    if (text === null) await appendFile(at(path), '\n')
    else write(path, text)
    await utimes(at(path), 0, 0)
    const next = await upToDate()

    expect(next).not.toBe(built)
    expect(await run(next)).toBe(path.endsWith('word.ts') ? 'other\n' : 'first\n')
    expect(await run(built)).toBe('first\n')
  },
)

test('after reverting a change the former build is reused', async () => {
  const built = await upToDate()
  const source = await readFile(at('functions/own/word.ts'), 'utf8')
  write('functions/own/word.ts', `export const word = 'other'`)
  await upToDate()

  write('functions/own/word.ts', source)

  expect(await upToDate()).toBe(built)
})

test('a damaged build is replaced', async () => {
  const built = await upToDate()
  writeFileSync(join(built, 'functions/own/main.mjs'), '')

  expect(await upToDate()).toBe(built)
  expect(await run(built)).toBe('first\n')
})

test('concurrent starts share one build, and leave no unfinished files', async () => {
  const builds = await Promise.all([1, 2, 3].map(() => upToDate()))

  expect(new Set(builds).size).toBe(1)
  expect(await run(builds[0] ?? '')).toBe('first\n')
  expect(await cache()).toHaveLength(2)
})

test('a build is removed a day after its last start, unless a process runs it', async () => {
  const versions: string[] = []
  for (const word of ['left', 'running', 'now']) {
    write('functions/own/word.ts', `export const word = '${word}'`)
    const pid = word === 'left' ? await endedProcess() : process.pid
    versions.push(await command(['--for', String(pid)]))
  }
  for (const built of versions) await utimes(built, 0, 0)

  await upToDate()

  const [, running = '', now = ''] = versions.map((built) => basename(built))
  expect((await cache()).filter((name) => !name.includes('.')).sort()).toEqual(
    [running, now].sort(),
  )
})

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const ended = exec(process.execPath, ['-e', ''])
  await ended
  return ended.child.pid ?? 0
}

test('the build is in the data folder if the project is not writable', async () => {
  write('node_modules/.cache', 'a file')

  const built = await upToDate({ DATA_DIR: at('data') })

  expect(dirname(built)).toBe(at('data/bundles'))
  expect(await upToDate({ DATA_DIR: at('data') })).toBe(built)
  expect(await run(built)).toBe('first\n')
})

test('if neither is writable, the error names both', async () => {
  for (const path of ['node_modules/.cache', 'data']) write(path, 'a file')

  const building = upToDate({ DATA_DIR: at('data') })

  await expect(building).rejects.toMatchObject({ code: 78 })
  await expect(building).rejects.toThrow(/cannot be written: .*\.cache.*data/)
})

test('a start has the runtime built as well, and no other process of eventing', async () => {
  for (const name of ['runtime', 'way']) {
    write(`eventing/${name}/main.ts`, `console.log('${name}' as string)`)
  }

  const built = await upToDate()

  expect(await readdir(join(built, 'eventing'))).toEqual(['runtime'])
  expect((await exec(process.execPath, [join(built, 'eventing/runtime/main.mjs')])).stdout).toBe(
    'runtime\n',
  )
})

test('--out builds eventing as well, into a folder, which must be empty', async () => {
  write('eventing/way/main.ts', `console.log('way' as string)`)
  await command(['--out', at('image')])
  const again = command(['--out', at('image')])

  await expect(again).rejects.toThrow(`Expected --out to be an empty folder, got ${at('image')}`)
  expect((await readdir(at('image'))).sort()).toEqual(['eventing', 'functions', 'site'])
  expect(await run(at('image'))).toBe('first\n')
  expect((await exec(process.execPath, [at('image/eventing/way/main.mjs')])).stdout).toBe('way\n')
})

test('a folder without functions is an error that names it', async () => {
  const building = upToDate({ FUNCTIONS_DIR: at('nowhere') })

  await expect(building).rejects.toThrow(`Expected FUNCTIONS_DIR to have <name>/main.ts`)
})
