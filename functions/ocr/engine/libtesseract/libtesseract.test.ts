import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { findLanguageData, findLanguageFile } from '../../languages/language-data.ts'
import type { Pixels } from '../../preparation/pixels.ts'
import { engineContract, pixelsOf } from '../contract/engine.contract.ts'
import { createLibtesseract } from './libtesseract.ts'

const onStuck = () => {
  throw new Error('stuck')
}
const timeoutMs = 20_000
const picture = async (name: string) =>
  pixelsOf(await readFile(join(import.meta.dirname, '../contract', name)))

const data = findLanguageData(['eng', 'fra'])
const osd = findLanguageFile('osd')
const engine = createLibtesseract({ data, osd, onStuck })

if (engine) engineContract('libtesseract', () => engine)
else if (process.env.CI === 'true') throw new Error('Expected libtesseract.so.5 to be installed')
else test.skip('libtesseract is not installed on this machine')

test.skipIf(!engine)('compressed language data is decompressed', async () => {
  const entry = createRequire(import.meta.url).resolve('@tesseract.js-data/fra')
  const folder = join(dirname(entry), '4.0.0_best_int')
  const packed = new Map([['fra', { language: 'fra', folder, gzip: true, model: 'npm' }]])
  const own = createLibtesseract({ data: packed, onStuck })

  const read = await own?.recognize(await picture('french.png'), { language: 'fra', timeoutMs })
  await own?.close()

  expect(read?.text).toContain('Le garçon mangeait un')
})

describe.skipIf(!engine || !osd)('scripts', () => {
  const own = createLibtesseract({ data, osd, onStuck })
  afterAll(() => own?.close())
  const detect = (pixels: Pixels) => own?.detectScript?.(pixels, { timeoutMs })

  test.each([
    ['french.png', 'Latin'],
    ['russian.png', 'Cyrillic'],
  ])('%s has the script %s', async (name, script) => {
    expect(await detect(await picture(name))).toBe(script)
  })

  test('a blank page has no script', async () => {
    const blank = sharp({ create: { width: 300, height: 100, channels: 3, background: '#fff' } })

    expect(await detect(await pixelsOf(await blank.png().toBuffer()))).toBeNull()
  })

  test('script detection is undefined without data', () => {
    expect(createLibtesseract({ data, onStuck })?.detectScript).toBeUndefined()
  })

  test('script detection returns null if its data cannot be loaded', async () => {
    const broken = { language: 'osd', folder: '/nowhere', gzip: false, model: 'm' }
    const other = createLibtesseract({ data, osd: broken, onStuck })

    expect(await other?.detectScript?.(await picture('french.png'), { timeoutMs })).toBeNull()
  })
})
