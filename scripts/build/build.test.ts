import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import { build } from './build.ts'
import { writeFiles } from './write-files.ts'

const project = join(import.meta.dirname, '../..')
let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'glyphflow-build-$&-')))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
}

/** Builds a function from these files; resolves with the path of its bundle. */
async function bundle(files: Record<string, string>, main = join(folder, 'own/main.ts')) {
  await write(files)
  await writeFiles(
    join(folder, 'to'),
    (await build({ mains: { 'functions/own': main }, web: null })).files,
  )
  return join(folder, 'to/functions/own/main.mjs')
}

/** Output of the bundle. */
async function run(main: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, [main])).stdout
}

test('a bundle behaves like its modules', async () => {
  const main = await bundle({
    'own/main.ts': `import { twice } from './twice.ts'\nconsole.log(twice(21 as number))`,
    'own/twice.ts': 'export const twice = (n: number) => n * 2',
  })

  expect(await run(main)).toBe('42\n')
})

test('import.meta has the values of the source', async () => {
  const main = await bundle({
    'own/main.ts': `console.log(new URL('..', import.meta.url).href, import.meta.dirname)`,
  })

  expect(await run(main)).toBe(`${pathToFileURL(folder)}/ ${join(folder, 'own')}\n`)
})

test('files that a module names by URL are part of the bundle', async () => {
  const main = await bundle({
    'own/main.ts': `import { inner } from './deep/inner.ts'\ninner()`,
    'own/deep/inner.ts': `
      import { readFileSync } from 'node:fs'
      import { Worker } from 'node:worker_threads'
      export function inner() {
        console.log(readFileSync(new URL('./beside.txt', import.meta.url), 'utf8'))
        new Worker(new URL('./thread.ts', import.meta.url))
      }`,
    'own/deep/beside.txt': 'beside',
    'own/deep/thread.ts': `
      import { readFileSync } from 'node:fs'
      import { word } from './word.ts'
      console.log(word, readFileSync(new URL('./beside.txt', import.meta.url), 'utf8'))`,
    'own/deep/word.ts': `export const word: string = 'thread'`,
  })
  await rm(join(folder, 'own'), { recursive: true })

  expect(await run(main)).toBe('beside\nthread beside\n')
})

test('a missing file is an error that names it', async () => {
  const built = bundle({ 'own/main.ts': `new URL('./none.txt', import.meta.url)` })

  await expect(built).rejects.toThrow(/own\/none\.txt/)
})

test('a worker thread is bundled beside its function', async () => {
  const main = await bundle({
    'own/main.ts': `
      import { Worker } from 'node:worker_threads'
      new Worker(new URL('./thread.ts', import.meta.url))`,
    'own/thread.ts': `
      import { twice } from './twice.ts'
      console.log(process.argv[1] as string, twice(21))`,
    'own/twice.ts': 'export const twice = (n: number) => n * 2',
  })

  expect(await run(main)).toMatch(/\/thread-[\da-f]{8}\.mjs 42\n$/)
})

test('a package with native code is loaded from the installation', async () => {
  const main = await bundle({}, join(project, 'functions/ocr/main.ts'))

  await expect(run(main)).rejects.toThrow('Expected K_SINK')
})

test('a package.json for CommonJS in a parent folder has no effect', async () => {
  const main = await bundle({
    'package.json': '{"type":"commonjs"}',
    'own/main.ts': 'console.log("hello" as string)',
  })

  expect(await run(main)).toBe('hello\n')
})

test('an error has its location', async () => {
  const built = bundle({ 'own/main.ts': 'const\n= 1' })

  await expect(built).rejects.toThrow(SettingsError)
  await expect(built).rejects.toThrow(/own\/main\.ts:2: /)
})

/** A page that imports one package. */
const page = {
  'web/index.html': '<!doctype html><title>Page</title>',
  'web/main.tsx': `
    import './main.css'
    import { render } from 'preact'
    const greeting: string = 'hello'
    render(<main>{greeting}</main>, document.body)`,
  'web/main.css': '@font-face { font-family: F; src: url(./f.woff2) } main { color: red; }',
  'web/f.woff2': 'not really',
  'web/docs.css': 'body { margin: 0 }',
  'web/reader.css': 'img { width: 100% }',
  'web/system.css': 'table { width: 100% }',
}

async function buildPage(files: Record<string, string>) {
  await write({ ...page, ...files, 'web/node_modules/none': '' })
  await symlink(join(project, 'node_modules/preact'), join(folder, 'web/node_modules/preact'))
  const { files: built } = await build({ mains: {}, web: join(folder, 'web') })
  return new Map(built.map(({ path, contents }) => [path, Buffer.from(contents).toString()]))
}

test('the page has its document and assets', async () => {
  const site = await buildPage({})

  expect([...site.keys()].filter((path) => !path.endsWith('.woff2')).sort()).toEqual([
    'site/assets/docs.css',
    'site/assets/main.css',
    'site/assets/main.js',
    'site/assets/reader.css',
    'site/assets/system.css',
    'site/index.html',
  ])
  expect(site.get('site/index.html')).toContain('<title>Page</title>')
  expect(site.get('site/assets/main.js')).toContain('hello')
  expect(site.get('site/assets/main.css')).toContain('main{color:red}')
  const font = [...site.keys()].find((path) => /^site\/assets\/.*\.woff2$/.test(path))
  expect(site.get(font ?? '')).toBe('not really')
})

test('a part that is imported when it is needed is a file, and what it shares is loaded with the page', async () => {
  const site = await buildPage({
    'web/index.html': '<head><script type="module" src="assets/main.js"></script></head>',
    'web/main.tsx': `import { word } from './word.ts'
      document.body.onclick = async () => (await import('./later.ts')).say(word)`,
    'web/later.ts': `import { word } from './word.ts'
      export const say = (said: string) => console.log(said, word, 'later')`,
    'web/word.ts': `export const word = 'shared'`,
  })
  const nameOf = (text: string) => [...site.keys()].find((path) => site.get(path)?.includes(text))

  const [shared, later] = [nameOf('"shared"') ?? '', nameOf('"later"') ?? '']

  expect([shared, later].every((path) => /^site\/assets\/\S+\.js$/.test(path))).toBe(true)
  expect(site.get('site/index.html')).toContain(
    `<link rel="modulepreload" href="${shared.replace('site/', '')}" />`,
  )
  expect(site.get('site/index.html')).not.toContain(later.replace('site/', ''))
})

test('a font of the page is loaded beside its script', async () => {
  const site = await buildPage({
    'web/index.html': '<head><script type="module" src="assets/main.js"></script></head>',
  })

  const font = [...site.keys()].find((path) => path.endsWith('.woff2')) ?? ''
  const href = font.replace('site/', '')
  expect(site.get('site/index.html')).toContain(
    `<link rel="preload" as="font" type="font/woff2" crossorigin href="${href}" />`,
  )
})

test('a failed build of the page has a reason', async () => {
  await expect(buildPage({ 'web/main.tsx': 'const =' })).rejects.toThrow(/main\.tsx/)
})
