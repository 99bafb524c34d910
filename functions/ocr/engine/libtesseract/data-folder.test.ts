import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { LanguageFile } from '../../languages/language-data.ts'
import { withDataFolder } from './data-folder.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'glyphflow-test-'))
})
afterEach(() => rm(root, { recursive: true }))

/** The data of a language that says its name, in a folder of its own or another's. */
async function dataOf(language: string, { gzip = false, folder = '' } = {}): Promise<LanguageFile> {
  const own = folder || (await mkdtemp(join(root, language)))
  const data = Buffer.from(`data of ${language}`)
  const name = `${language}.traineddata${gzip ? '.gz' : ''}`
  await writeFile(join(own, name), gzip ? gzipSync(data) : data)
  return { language, folder: own, gzip, model: 'm' }
}

test('data that lies together uncompressed stays where it is', async () => {
  const english = await dataOf('eng')
  const french = await dataOf('fra', { folder: english.folder })

  const folder = await withDataFolder([english, french], async (lent) => lent)

  expect(folder).toBe(english.folder)
})

test('data of several places, or packed, lies together while it is lent', async () => {
  const files = [await dataOf('eng'), await dataOf('fra', { gzip: true })]

  const { folder, data } = await withDataFolder(files, async (lent) => {
    const names = (await readdir(lent)).toSorted()
    return {
      folder: lent,
      data: await Promise.all(names.map((name) => readFile(join(lent, name), 'utf8'))),
    }
  })

  expect(data).toEqual(['data of eng', 'data of fra'])
  expect(existsSync(folder)).toBe(false)
  expect(existsSync(join(files[0]?.folder ?? '', 'eng.traineddata'))).toBe(true)
})

test('nothing stays behind where it cannot be used', async () => {
  const files = [await dataOf('eng'), await dataOf('fra')]
  let folder = ''

  const use = withDataFolder(files, async (lent) => {
    folder = lent
    throw new Error('broken')
  })

  await expect(use).rejects.toThrow('broken')
  expect(existsSync(folder)).toBe(false)
})
