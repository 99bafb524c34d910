import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsError } from '../../functions/shared/env.ts'
import { bundleFunctions } from './bundle-functions.ts'

const log = pino({ level: 'silent' })
let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'glyphflow-bundle-$&-')))
})
afterEach(() => rm(folder, { recursive: true }))

/** Bundles a function that is made of these files. */
async function bundle(files: Record<string, string>, to = join(folder, 'to')) {
  const from = join(folder, 'functions')
  await mkdir(join(from, 'own'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(from, 'own', name), text)
  return (await bundleFunctions({ from, names: ['own'], to, log })).get('own') ?? ''
}

/** What it writes. */
async function run(main: string): Promise<string> {
  return (await promisify(execFile)(process.execPath, [main])).stdout
}

const hello = { 'main.ts': 'console.log("hello" as string)' }

test('one file does what its modules do', async () => {
  const main = await bundle({
    'main.ts': `import { twice } from './twice.ts'\nconsole.log(twice(21 as number))`,
    'twice.ts': 'export const twice = (n: number) => n * 2',
  })

  expect(await run(main)).toBe('42\n')
})

test('what lies beside a source is found', async () => {
  const main = await bundle({
    'main.ts': `console.log(new URL('./beside.txt', import.meta.url).href, import.meta.dirname)`,
  })

  const own = join(folder, 'functions/own')
  expect(await run(main)).toBe(`${pathToFileURL(join(own, 'beside.txt'))} ${own}\n`)
})

test('a package with native code is the one that was installed', async () => {
  const from = join(import.meta.dirname, '../../functions')

  const mains = await bundleFunctions({ from, names: ['ocr'], to: join(folder, 'to'), log })

  await expect(run(mains.get('ocr') ?? '')).rejects.toThrow('Expected K_SINK')
})

test('a package.json above that speaks of CommonJS changes nothing', async () => {
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}')

  expect(await run(await bundle(hello))).toBe('hello\n')
})

test('the same functions are written once, others take their place', async () => {
  const main = await bundle(hello)
  const { mtimeMs } = await stat(main)

  const again = await bundle(hello)
  const sameFile = await stat(main)
  const other = await bundle({ 'main.ts': 'console.log(2)' })

  expect([again, sameFile.mtimeMs]).toEqual([main, mtimeMs])
  expect(await run(other)).toBe('2\n')
  expect(await readdir(join(folder, 'to'))).toHaveLength(1)
})

test('what else lies in the folder stays', async () => {
  const to = join(folder, 'functions')

  await bundle(hello, to)

  expect(await readdir(to)).toContain('own')
})

test('where nothing can be written the sources are run', async () => {
  await writeFile(join(folder, 'to'), 'a file')

  const main = await bundle(hello)

  expect(main).toBe(join(folder, 'functions/own/main.ts'))
})

test('a function that is not there is named', async () => {
  const bundled = bundleFunctions({ from: folder, names: ['absent'], to: join(folder, 'to'), log })

  await expect(bundled).rejects.toThrow(SettingsError)
  await expect(bundled).rejects.toThrow('absent/main.ts')
})

test('a mistake is shown with its place, and the last bundle stays', async () => {
  const main = await bundle(hello)

  await expect(bundle({ 'main.ts': 'const\n= 1' })).rejects.toThrow(/own\/main\.ts:2: /)

  expect(await run(main)).toBe('hello\n')
})
