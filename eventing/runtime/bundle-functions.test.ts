import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SettingsError } from '../../functions/shared/env.ts'
import { bundleFunctions } from './bundle-functions.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-bundle-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What the function writes that is made of these files, the first of which is its main. */
async function runBundled(files: Record<string, string>): Promise<string> {
  const from = join(folder, 'functions')
  await mkdir(join(from, 'own'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(from, 'own', name), text)
  const mains = await bundleFunctions({ from, names: ['own'], to: join(folder, 'to') })
  const { stdout } = await promisify(execFile)(process.execPath, [mains.get('own') ?? ''])
  return stdout
}

test('one file does what its modules do', async () => {
  const text = await runBundled({
    'main.ts': `import { twice } from './twice.ts'\nconsole.log(twice(21 as number))`,
    'twice.ts': 'export const twice = (n: number) => n * 2',
  })

  expect(text).toBe('42\n')
})

test('what lies beside a source is found', async () => {
  const text = await runBundled({
    'main.ts': `console.log(new URL('./beside.txt', import.meta.url).href)`,
  })

  expect(text).toBe(`${pathToFileURL(join(folder, 'functions/own/beside.txt'))}\n`)
})

test('a package with native code is the one that was installed', async () => {
  const text = await runBundled({
    'main.ts': `import sharp from 'sharp'\nconsole.log(typeof sharp.versions.vips)`,
  })

  expect(text).toBe('string\n')
})

test('a function that is not there is named', async () => {
  const bundled = bundleFunctions({ from: folder, names: ['absent'], to: join(folder, 'to') })

  await expect(bundled).rejects.toThrow(SettingsError)
  await expect(bundled).rejects.toThrow('absent/main.ts')
})

test('a mistake is shown with its place', async () => {
  await expect(runBundled({ 'main.ts': 'const\n= 1' })).rejects.toThrow(/own\/main\.ts:2: /)
})
