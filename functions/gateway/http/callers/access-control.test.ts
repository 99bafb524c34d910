import { describe, expect, test } from 'vitest'
import { openGateway } from '../../gateway.fixture.ts'

const basic = (password: string) => `Basic ${Buffer.from(`any:${password}`).toString('base64')}`

test.each([
  ['localhost', 200],
  ['localhost:8080', 200],
  ['LOCALHOST', 200],
  ['127.0.0.1:8080', 200],
  ['[::1]:8080', 200],
  ['[::1]', 200],
  ['ocr.example.com', 200],
  ['ocr.example.com:443', 200],
  ['[fd00::5]:8080', 200],
  ['evil.example', 421],
  ['[fd00::6]', 421],
  ['localhost.evil.example', 421],
  ['ocr.example.com.evil.example', 421],
  ['127.0.0.1.evil.example:8080', 421],
  ['192.168.1.5:8080', 421],
  ['ocr.pages.example.org', 200],
  ['pages.example.org:8080', 421],
  ['evil-pages.example.org', 421],
  ['pages.example.org.evil.example', 421],
  ['', 421],
])('Host %j is answered %i', async (host, status) => {
  const { request } = openGateway({
    settings: { ALLOWED_HOSTS: ['OCR.example.com', 'fd00::5', '.Pages.example.org'] },
  })

  const response = await request('/v1/system', { headers: { host } })

  expect(response.status).toBe(status)
})

test('any Host is accepted with ALLOWED_HOSTS=*', async () => {
  const { request } = openGateway({ settings: { ALLOWED_HOSTS: ['*'] } })

  expect((await request('/v1/system', { headers: { host: '10.0.0.1' } })).status).toBe(200)
})

describe('with API_TOKEN', () => {
  const open = () => openGateway({ settings: { API_TOKEN: 'secret:with colon' } })

  test.each([
    [undefined, 401],
    ['', 401],
    ['Bearer', 401],
    ['Bearer wrong', 401],
    ['Basic !!!', 401],
    [basic('wrong'), 401],
    [`Basic ${Buffer.from('secret:with colon').toString('base64')}`, 401],
    [basic('secret:with colon'), 200],
    [basic('secret:with colon').replace('Basic', 'basic'), 200],
  ])('Authorization %j is answered %i', async (authorization, status) => {
    const { request } = open()

    const response = await request('/v1/system', {
      headers: authorization === undefined ? {} : { authorization },
    })

    expect(response.status).toBe(status)
  })

  test('Bearer is accepted', async () => {
    const { request } = openGateway({ settings: { API_TOKEN: 'secret' } })

    const headers = { authorization: 'Bearer secret' }

    expect((await request('/v1/system', { headers })).status).toBe(200)
  })

  test.each(['/', '/docs', '/openapi.json', '/v1/documents', '/nowhere', '/assets/main.js'])(
    '%s is a 401 with a Basic challenge for browsers',
    async (path) => {
      const response = await open().request(path)

      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="glyphflow".* Bearer /)
      expect(await response.json()).toMatchObject({ code: 'unauthorized' })
    },
  )
})

test('a probe needs neither token nor allowed Host', async () => {
  const { request } = openGateway({ settings: { API_TOKEN: 'secret' } })

  const response = await request('/healthz', { headers: { host: '10.1.2.3', origin: 'null' } })

  expect(response.status).toBe(200)
})
