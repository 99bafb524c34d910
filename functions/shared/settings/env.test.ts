import { expect, test } from 'vitest'
import { readEnv, settings } from './env.ts'

test('an unset setting has its default', () => {
  const env = readEnv(settings, { PORT: '', IRRELEVANT: 'x' })

  expect(env).toMatchObject({ PORT: 8080, HOST: '127.0.0.1', OCR_LANGUAGES: ['eng'] })
})

test('a pod of a Knative Service listens where its platform reaches it, unless HOST is set', () => {
  const { HOST } = readEnv(settings, { K_SERVICE: 'ocr' })
  const own = readEnv(settings, { K_SERVICE: 'ocr', HOST: '::1' })

  expect([HOST, own.HOST]).toEqual(['0.0.0.0', '::1'])
})

test('languages are separated by commas, or joined by + to be used together', () => {
  const { OCR_LANGUAGES } = readEnv(settings, { OCR_LANGUAGES: 'eng+fra, chi_sim' })

  expect(OCR_LANGUAGES).toEqual(['eng+fra', 'chi_sim'])
})

test.each([
  'https://wiki.example:8443',
  'http://[::1]:3000',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
  'moz-extension://1b6f2f0e-7c5c-4c0a-9d0e-3a1c6f0d2b11',
  'tauri://localhost',
  'capacitor://localhost',
  'app://wiki:8080',
])('%s is a valid origin', (origin) => {
  const { ALLOWED_ORIGINS } = readEnv(settings, { ALLOWED_ORIGINS: `https://a.example,${origin}` })

  expect(ALLOWED_ORIGINS).toEqual(['https://a.example', origin])
})

test('host names are names, domains, addresses or all names; a Host header has them in ASCII', () => {
  const { ALLOWED_HOSTS } = readEnv(settings, {
    ALLOWED_HOSTS:
      'b\u00fccher.example, .example.org, my_host, 10.0.0.1, fd00::5, [::1], fe80::1%eth0, *',
  })

  expect(ALLOWED_HOSTS).toEqual([
    ...['xn--bcher-kva.example', '.example.org', 'my_host', '10.0.0.1'],
    ...['fd00::5', '[::1]', 'fe80::1%eth0', '*'],
  ])
})

test.each([
  [{ PORT: 'eighty' }, 'Expected PORT to be a number, got "eighty"'],
  [{ PORT: '1.5' }, 'Expected PORT to be a whole number, got "1.5"'],
  [{ PORT: '70000' }, 'Expected PORT to be at most 65535, got "70000"'],
  [{ MAX_PAGES: '0' }, 'Expected MAX_PAGES to be at least 1, got "0"'],
  [
    { BASE_PATH: 'glyphflow' },
    'Expected BASE_PATH to be a path such as /glyphflow, got "glyphflow"',
  ],
  [{ BASE_PATH: '//evil.example' }, 'Expected BASE_PATH to be a path such as /glyphflow'],
  [{ UNAPPENDED_AFTER_MS: '499' }, 'Expected UNAPPENDED_AFTER_MS to be at least 500, got "499"'],
  [{ MAX_SIDE: '40000' }, 'Expected MAX_SIDE to be at most 32767, got "40000"'],
  [{ OCR_LANGUAGES: ' , ' }, 'Expected OCR_LANGUAGES to be not empty, got " , "'],
  [
    { OCR_LANGUAGES: 'eng,../fra' },
    'Expected OCR_LANGUAGES to be languages such as eng or chi_sim, got "eng,../fra"',
  ],
  [{ OCR_LANGUAGES: 'eng,auto' }, 'Expected OCR_LANGUAGES to be without auto'],
  [{ OCR_LANGUAGES: 'eng,osd' }, 'Expected OCR_LANGUAGES to be without osd'],
  [{ OCR_LANGUAGES: 'fra+osd' }, 'Expected OCR_LANGUAGES to be without osd'],
  ...[
    '*',
    'null',
    'wiki.example',
    'https://wiki.example/',
    'https://wiki.example:443',
    'file:///',
    'file://',
    'chrome-extension://',
    'chrome-extension://abcdefgh/popup.html',
    'tauri://localhost/',
    'tauri://me@localhost',
    'data:text/html,a',
    'localhost:3000',
  ].map((ALLOWED_ORIGINS): [{ ALLOWED_ORIGINS: string }, string] => [
    { ALLOWED_ORIGINS },
    `Expected ALLOWED_ORIGINS to be origins such as https://wiki.example:8443, got "${ALLOWED_ORIGINS}"`,
  ]),
  ...[
    'https://tools.example.org',
    'tools.example.org:8443',
    'tools.example.org/glyphflow',
    '*.example.org',
    'a.example b.example',
  ].map((ALLOWED_HOSTS): [{ ALLOWED_HOSTS: string }, string] => [
    { ALLOWED_HOSTS },
    `Expected ALLOWED_HOSTS to be host names such as tools.example.org or .example.org, got "${ALLOWED_HOSTS}"`,
  ]),
  [{ ALLOW_ANONYMOUS: 'yes' }, 'Expected ALLOW_ANONYMOUS to be one of "0", "1", got "yes"'],
])('%j is an error that names the setting', (env, message) => {
  expect(() => readEnv(settings, env)).toThrow(message)
})

test.each([
  [{ DATABASE_URL: 'mysql://me:secret@db' }, 'Expected DATABASE_URL to be like postgres://'],
  ...[
    'http://me:secret@prometheus:9090',
    'https://secret@prometheus',
    'http://:secret@prometheus',
    'ftp://secret',
    'javascript:secret',
    'secret:9090',
  ].map((PROMETHEUS_URL): [{ PROMETHEUS_URL: string }, string] => [
    { PROMETHEUS_URL },
    'Expected PROMETHEUS_URL to be an http or https address without credentials, got something else',
  ]),
  [{ API_TOKEN: 'secret word' }, 'Expected API_TOKEN to be visible ASCII characters'],
])('%j is an error without the secret', (env, message) => {
  expect(() => readEnv(settings, env)).toThrow(message)
  expect(() => readEnv(settings, env)).not.toThrow('secret')
})

test('the error names every invalid setting', () => {
  expect(() => readEnv(settings, { PORT: 'a', MAX_PAGES: 'b' })).toThrow(/PORT.*MAX_PAGES/s)
})
