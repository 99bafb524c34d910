import { expect, test } from 'vitest'
import { LanguageList } from '../../shared/http/api.ts'
import { accepted, form, openGateway, png } from '../gateway.fixture.ts'

async function fetchLanguages(...OCR_LANGUAGES: string[]) {
  const { request } = openGateway({ settings: { OCR_LANGUAGES } })
  return LanguageList.parse(await (await request('/v1/languages')).json())
}

test('languages are listed with names and the default', async () => {
  expect(await fetchLanguages('eng+fra', 'chi_sim')).toEqual({
    languages: [
      { code: 'eng', name: 'English' },
      { code: 'fra', name: 'French' },
      { code: 'chi_sim', name: 'Simplified Chinese' },
    ],
    default: 'eng+fra',
    auto: true,
  })
})

test('auto is not offered for one language', async () => {
  expect(await fetchLanguages('eng')).toEqual({
    languages: [{ code: 'eng', name: 'English' }],
    default: 'eng',
    auto: false,
  })
})

test.each(['auto', 'fra', 'fra+eng'])('an upload may have the language %s', async (language) => {
  const settings = { OCR_LANGUAGES: ['eng', 'fra'] }
  const { request, store, sent } = openGateway({ settings })

  const response = await request(
    '/v1/documents',
    form(['image', await png()], ['language', language]),
  )

  const { id } = await accepted(response)
  expect(await store.document(id)).toMatchObject({ language })
  expect(sent[0]).toMatchObject({ language })
})

test('a language that is not listed is rejected', async () => {
  const { request, sent } = openGateway({ settings: { OCR_LANGUAGES: ['eng', 'fra'] } })

  const response = await request('/v1/documents', form(['image', await png()], ['language', 'deu']))

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ code: 'unknown-language' })
  expect(sent).toEqual([])
})
