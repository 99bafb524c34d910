import { expect, test } from 'vitest'
import type { Engine } from '../engine/engine.ts'
import type { Pixels } from '../preparation/pixels.ts'
import { languageFor } from './language-for.ts'

const pixels: Pixels = { grey: Uint8Array.of(1), width: 1, height: 1, resolution: 300 }

function engineOf(languages: string[], script?: string | null) {
  const asked: Pixels[] = []
  const engine: Engine = {
    ...{ name: 'e', model: 'm', languages, modelOf: () => 'm' },
    ...{ warm: async () => {}, close: async () => {} },
    recognize: async () => ({ text: '', confidence: 0, words: [] }),
    ...(script !== undefined && {
      detectScript: async (picture) => {
        asked.push(picture)
        return script
      },
    }),
  }
  return { asked, options: { engine, timeoutMs: 1000 } }
}

test('the language is chosen by the script of the picture', async () => {
  const { options } = engineOf(['eng', 'rus', 'fra'], 'Latin')

  expect(await languageFor(pixels, 'auto', options)).toBe('eng+fra')
})

test.each([
  ['an engine that cannot tell it', undefined],
  ['a picture that does not tell it', null],
])('without a script, as of %s, all languages are used', async (_, script) => {
  const { options } = engineOf(['eng', 'rus'], script)

  expect(await languageFor(pixels, 'auto', options)).toBe('eng+rus')
})

test.each([
  ['a language is asked for', 'rus', ['eng', 'rus'], 'rus'],
  ['there is only one', 'auto', ['eng'], 'eng'],
])('no script is detected if %s', async (_, requested, languages, language) => {
  const { asked, options } = engineOf(languages, 'Latin')

  expect(await languageFor(pixels, requested, options)).toBe(language)
  expect(asked).toEqual([])
})
