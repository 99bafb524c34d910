import { expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import type { Pixels } from '../preparation/pixels.ts'
import { languageFor } from './language-for.ts'

const pixels: Pixels = { grey: Uint8Array.of(1), width: 1, height: 1, resolution: 300 }

/** Engine that detects this script; without one, it supports no detection. */
function engineOf(languages: string[], script?: string | null) {
  const detected: Pixels[] = []
  const engine: Engine = {
    ...{ name: 'e', languages, modelOf: () => 'm' },
    ...{ warm: async () => {}, close: async () => {} },
    recognize: async () => ({ text: '', confidence: 0, words: [] }),
    ...(script !== undefined && {
      detectScript: async (picture) => {
        detected.push(picture)
        return script
      },
    }),
  }
  return { detected, options: { engine, timeoutMs: 1000 } }
}

const chosen = (listed: string[], script: string | null) =>
  languageFor(pixels, 'auto', engineOf(listed, script).options)

test.each([
  ['Latin', 'eng+fra'],
  ['Fraktur', 'eng+fra'],
  ['Cyrillic', 'rus'],
  ['Greek', 'ell'],
  ['Devanagari', 'hin'],
  ['Han', 'chi_sim'],
])('a page in %s script is read in %s', async (script, language) => {
  const listed = ['eng', 'rus', 'ell', 'fra', 'hin', 'chi_sim']

  expect(await chosen(listed, script)).toBe(language)
})

test.each([
  ['Han', ['eng', 'jpn', 'kor'], 'jpn'],
  ['Japanese', ['chi_tra', 'jpn', 'jpn_vert'], 'jpn+jpn_vert'],
  ['Hangul', ['jpn', 'kor'], 'kor'],
  ['Cyrillic', ['srp', 'srp_latn'], 'srp'],
  ['Latin', ['srp', 'srp_latn', 'frk'], 'srp_latn+frk'],
])('a page in %s script, with %j listed, is read in %s', async (script, listed, language) => {
  expect(await chosen(listed, script)).toBe(language)
})

test.each([null, 'Arabic', 'Unknown', 'constructor'])(
  'a page in %s script, without a listed language, is read in all of them',
  async (script) => {
    expect(await chosen(['eng', 'rus'], script)).toBe('eng+rus')
  },
)

test('a language in an undetectable script is always included', async () => {
  const listed = ['eng', 'rus', 'kat', 'mymodel']

  expect(await chosen(listed, 'Cyrillic')).toBe('rus+kat+mymodel')
})

test('without script detection, all languages are used', async () => {
  const { options } = engineOf(['eng', 'rus'])

  expect(await languageFor(pixels, 'auto', options)).toBe('eng+rus')
})

test.each([
  ['a language is requested', 'rus', ['eng', 'rus'], 'rus'],
  ['only one language is listed', 'auto', ['eng'], 'eng'],
])('no script is detected if %s', async (_, requested, languages, language) => {
  const { detected, options } = engineOf(languages, 'Latin')

  expect(await languageFor(pixels, requested, options)).toBe(language)
  expect(detected).toEqual([])
})
