import { execFile } from 'node:child_process'
import { globSync, realpathSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findLanguageFile } from '../../functions/ocr/languages/language-data.ts'
import { findMains } from '../build/sources.ts'
import { type Contents, contentsOf } from './dockerfile.fixture.ts'
import { stagesOf } from './dockerfile.ts'
import { runOnce, settingsFor } from './once/run-once.ts'

const project = join(import.meta.dirname, '../..')
const stages = stagesOf(await readFile(join(project, 'Dockerfile'), 'utf8'))
let out: string
beforeAll(async () => {
  out = realpathSync(await mkdtemp(join(tmpdir(), 'glyphflow-contents-')))
  const args = [join(project, 'scripts/build/main.ts'), '--out', join(out, 'built')]
  await promisify(execFile)(process.execPath, args)
})
afterAll(() => rm(out, { recursive: true }))

/** Makes what an image has below /app, in a folder of its own, and runs a function of it on one page. */
async function run(folder: string, contents: Contents): Promise<void> {
  const root = await mkdtemp(join(out, 'app-'))
  for (const path of globSync(contents.project, { cwd: project })) {
    await cp(join(project, path), join(root, path), { recursive: true })
  }
  for (const path of contents.built) {
    await cp(join(out, 'built', path), join(root, path), { recursive: true })
  }
  // Bundles name packages by absolute path.
  for (const path of globSync(join(root, folder, '*.mjs'))) {
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(`${project}/`, `${root}/`))
  }
  const dataDir = join(root, 'data')
  await mkdir(dataDir)
  const site = contents.built.includes('site') ? { SITE_DIR: join(root, 'site') } : {}
  for (const settings of settingsFor(folder)) {
    const env = { ...process.env, NODE_COMPILE_CACHE: '', ...site, ...settings }
    await runOnce({ folder, root, dataDir, env })
  }
}

const functions = Object.keys(findMains(join(project, 'functions'), 'functions'))
const ofEventing = Object.keys(findMains(join(project, 'eventing'), 'eventing'))
const processes = [...functions, ...ofEventing.filter((folder) => folder !== 'eventing/runtime')]
const targetOf = (folder: string) =>
  folder.startsWith('functions/') ? basename(folder) : dirname(folder)

test.for(processes)('%s works with what its target copies', async (folder, { skip }) => {
  const isSystems = findLanguageFile('eng')?.model === 'system'
  skip(folder === 'functions/ocr' && !isSystems, 'needs Debian’s Tesseract, as in the image')

  await run(folder, contentsOf(stages, targetOf(folder)))
})

test.each([
  ['gateway', 'node_modules/@img/sharp-linux-*'],
  ['gateway', 'node_modules/@hyzyla/pdfium/dist/pdfium.wasm'],
  ['gateway', 'node_modules/libheif-js/libheif-wasm/libheif-bundle.js'],
  ['gateway', 'node_modules/@cwasm/nsbmp'],
  ['gateway', 'loadtest/samples'],
  ['ocr', 'node_modules/@hyzyla/pdfium/dist/pdfium.wasm'],
  ['ocr', 'node_modules/libheif-js/wasm-bundle.js'],
  ['ocr', 'node_modules/@koromix'],
  ['ocr', 'node_modules/tesseract.js-core/tesseract-core-relaxedsimd-lstm.wasm'],
])('%s does not work without %s', async (name, without) => {
  const { project, built } = contentsOf(stages, name)

  const running = run(`functions/${name}`, {
    ...{ built, project: project.filter((path) => path !== without) },
  })

  await expect(running).rejects.toThrow(/^(Expected|fetch failed)/)
})

test('all in one has what each function has', () => {
  const { project, built } = contentsOf(stages, 'all-in-one')

  for (const folder of functions) {
    const own = contentsOf(stages, targetOf(folder))
    expect(project).toEqual(expect.arrayContaining(own.project))
    expect(built.map((path) => (path === 'functions' ? folder : path))).toEqual(
      expect.arrayContaining(own.built),
    )
  }
})
