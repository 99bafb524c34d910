import { expect, test } from 'vitest'
import type { LanguageList } from '../../functions/shared/http/api.ts'
import { createLanguages } from './languages.ts'

const list: LanguageList = {
  languages: [
    { code: 'eng', name: 'English' },
    { code: 'fra', name: 'French' },
  ],
  default: 'eng',
  auto: true,
}

function setUp(stored = new Map<string, string>(), answer = async () => list) {
  return createLanguages({
    api: { languages: answer },
    storage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    },
  })
}

test('without a choice the server’s default applies', async () => {
  const languages = setUp()

  await languages.load()

  expect(languages.list.value).toEqual(list)
  expect(languages.chosen.value).toBeNull()
})

test.each(['fra', 'auto'])('the choice of %s survives a reload', async (language) => {
  const stored = new Map<string, string>()
  setUp(stored).choose(language)

  const reloaded = setUp(stored)
  const before = reloaded.chosen.value
  await reloaded.load()

  expect([before, reloaded.chosen.value]).toEqual([language, language])
})

test('a chosen language that is no longer available is ignored', async () => {
  const languages = setUp(new Map([['glyphflow.language', 'deu']]))

  await languages.load()

  expect(languages.chosen.value).toBeNull()
})

test('a failed request keeps the list', async () => {
  let isDown = false
  const languages = setUp(new Map(), async () => {
    if (isDown) throw new Error('down')
    return list
  })
  await languages.load()

  isDown = true
  await languages.load()

  expect(languages.list.value).toEqual(list)
})
