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

/** Data file that contains the name of its language, in a new folder or a given one. */
async function dataOf(language: string, { gzip = false, folder = '' } = {}): Promise<LanguageFile> {
  const own = folder || (await mkdtemp(join(root, language)))
  const data = Buffer.from(`data of ${language}`)
  const name = `${language}.traineddata${gzip ? '.gz' : ''}`
  await writeFile(join(own, name), gzip ? gzipSync(data) : data)
  return { language, folder: own, gzip, model: 'm' }
}

test('uncompressed data of one folder is used in place', async () => {
  const english = await dataOf('eng')
  const french = await dataOf('fra', { folder: english.folder })

  const folder = await withDataFolder([english, french], async (lent) => lent)

  expect(folder).toBe(english.folder)
})

test('data of several folders, or compressed, is gathered in a temporary folder', async () => {
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

test('the temporary folder is removed when loading fails', async () => {
  const files = [await dataOf('eng'), await dataOf('fra')]
  let folder = ''

  const use = withDataFolder(files, async (lent) => {
    folder = lent
    throw new Error('broken')
  })

  await expect(use).rejects.toThrow('broken')
  expect(existsSync(folder)).toBe(false)
})
