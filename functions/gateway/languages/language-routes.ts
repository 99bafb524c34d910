import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { LanguageList } from '../../shared/http/api.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { codesOf } from '../../shared/settings/languages.ts'
import { examples } from '../http/openapi/examples.ts'
import { createRoutes, json, problems } from '../http/openapi/openapi.ts'
import { acceptLanguage, isAutoOffered } from './accept-language.ts'
import { languageName } from './language-name.ts'

const getLanguages = createRoute({
  method: 'get',
  path: '/v1/languages',
  operationId: 'listLanguages',
  summary: 'Languages available for recognition',
  responses: {
    ...problems(),
    200: json('OK', LanguageList, examples.languages),
  },
})

/** Lists OCR_LANGUAGES without a look at the data files, which in a cluster are on another machine. */
export function languageRoutes(deps: { settings: Pick<Settings, 'OCR_LANGUAGES'> }): OpenAPIHono {
  const available = deps.settings.OCR_LANGUAGES
  return createRoutes().openapi(getLanguages, (c) =>
    c.json(
      {
        languages: codesOf(available).map((code) => ({ code, name: languageName(code) })),
        default: acceptLanguage(undefined, available),
        auto: isAutoOffered(available),
      },
      200,
    ),
  )
}
