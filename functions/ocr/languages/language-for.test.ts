import { expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import type { Pixels } from '../preparation/pixels.ts'
import { languageFor } from './language-for.ts'

const pixels: Pixels = { grey: Uint8Array.of(1), width: 1, height: 1, resolution: 300 }

function engineOf(languages: string[], script?: string | null) {
  const detected: Pixels[] = []
  const engine: Engine = {
    ...{ name: 'e', model: 'm', languages, modelOf: () => 'm' },
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

test('the language is chosen by the script of the picture', async () => {
  const { options } = engineOf(['eng', 'rus', 'fra'], 'Latin')

  expect(await languageFor(pixels, 'auto', options)).toBe('eng+fra')
})

test.each([
  ['an engine without script detection', undefined],
  ['a picture with little text', null],
])('without a script, as of %s, all languages are used', async (_, script) => {
  const { options } = engineOf(['eng', 'rus'], script)

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
