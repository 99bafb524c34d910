import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const run = promisify(execFile)

let project: string
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'glyphflow-test-'))
  await mkdir(join(project, 'scripts'))
  await copyFile(join(import.meta.dirname, 'install.sh'), join(project, 'scripts/install.sh'))
  for (const file of ['package.json', 'package-lock.json']) await writeFile(at(file), '{}')
  await mkdir(at('node_modules/.bin'), { recursive: true })
  await command('npm', 'echo "$@" >>npm-was-asked')
})
afterEach(() => rm(project, { recursive: true }))

const at = (path: string) => join(project, path)
const command = (name: string, script: string) =>
  writeFile(at(`node_modules/.bin/${name}`), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
const install = (wanted: string) => run('sh', [at('scripts/install.sh'), wanted])

test.each([
  ['run', '--omit=dev @tesseract.js-data/deu@1.2.3 @tesseract.js-data/fra@1.2.3'],
  ['dev', '@tesseract.js-data/deu@1.2.3'],
])('languages that the user has added are kept: %s', async (wanted, asked) => {
  for (const language of ['deu', 'eng', 'fra']) {
    const folder = at(`node_modules/@tesseract.js-data/${language}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'package.json'), '{ "name": "x", "version": "1.2.3" }')
  }
  await writeFile(at('package.json'), '{ "devDependencies": { "@tesseract.js-data/fra": "1" } }')

  await install(wanted)

  expect(await readFile(at('npm-was-asked'), 'utf8')).toBe(
    `install --no-save --save-prod --no-audit --no-fund --loglevel=error ${asked}\n`,
  )
})

test('npm runs once, until the lockfile is newer', async () => {
  await install('run')
  await install('run')

  expect(await readFile(at('npm-was-asked'), 'utf8')).toBe(
    'install --no-save --save-prod --no-audit --no-fund --loglevel=error --omit=dev\n',
  )
})

test('the error names a Node version that is too old', async () => {
  await command('node', 'if [ "$1" = --version ]; then echo v20.20.2; else echo 20; fi')

  await expect(install('run')).rejects.toThrow('Expected Node 24 or later, got v20.20.2')
})
