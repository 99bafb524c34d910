import { describe, expect, test } from 'vitest'
import { type CloudEvent, CloudEventError, fromHttp, toHttp } from './cloudevent.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array | undefined) => new TextDecoder().decode(data)
const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)

const required: Record<string, string> = {
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '/test',
  'ce-type': 'test',
}
const binary = (headers: Record<string, string> = {}, body = new Uint8Array()) =>
  fromHttp(new Headers({ ...required, ...headers }), body)
const structured = (members: Record<string, unknown>, type = 'application/cloudevents+json') =>
  fromHttp(
    new Headers({ 'content-type': type }),
    bytes(JSON.stringify({ specversion: '1.0', id: '1', source: '/test', type: 't', ...members })),
  )
const event: CloudEvent = { specversion: '1.0', id: '1', source: '/test', type: 'test' }

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values */
describe('header values in HTTP', () => {
  test.each([
    ['printable ASCII stays', 'a/b!#$&~', 'a/b!#$&~'],
    ['a space', 'a b', 'a%20b'],
    ['a double quote', '"', '%22'],
    ['a percent sign', '100%', '100%25'],
    ['two bytes of UTF-8', 'é', '%C3%A9'],
    ['three bytes', '€', '%E2%82%AC'],
    ['a surrogate pair is one character', '😀', '%F0%9F%98%80'],
    ['the example of the specification', 'Euro € 😀', 'Euro%20%E2%82%AC%20%F0%9F%98%80'],
    ['control characters', 'a\u0007b', 'a%07b'],
    ['a lone surrogate becomes U+FFFD', '\ud800', '%EF%BF%BD'],
  ])('are percent-encoded: %s', (_, value, header) => {
    expect(toHttp({ ...event, subject: value }).headers['ce-subject']).toBe(header)
  })

  test.each([
    ['lower-case hexadecimal', '%e2%82%ac', '€'],
    ['unnecessary escapes', '%61%2F', 'a/'],
    ['one round only', '%2525', '%25'],
    ['a quoted string, as older senders write', '"a b"', 'a b'],
    ['escapes within a quoted string', '"a \\"b\\" \\\\"', 'a "b" \\'],
    ['a lone percent sign', '100%', '100%'],
    ['unencoded spaces', 'a b', 'a b'],
  ])('are decoded: %s', (_, header, value) => {
    expect(binary({ 'ce-subject': header }).subject).toBe(value)
  })

  test.each(['%C0%A0', '%FF', '%ED%A0%80'])('that are not UTF-8 are rejected: %s', (header) => {
    expect(() => binary({ 'ce-subject': header })).toThrow(CloudEventError)
  })
})

describe('binary mode in HTTP', () => {
  test('every attribute and the data survive a round trip', () => {
    const sent: CloudEvent = {
      ...{ ...event, subject: 'ä/1', time: '2026-11-21T08:00:00Z', dataschema: 'https://x.test/s' },
      ...{ datacontenttype: 'image/png', documentid: 'd', pagenumber: 3, urgent: true },
      data: allBytes,
    }

    const { headers, body } = toHttp(sent)

    expect(fromHttp(new Headers(headers), body)).toEqual({
      ...sent,
      pagenumber: '3',
      urgent: 'true',
    })
  })

  test('header names are compared without case', () => {
    const headers = new Headers({ ...required, 'CE-Subject': 's' })

    expect(fromHttp(headers, new Uint8Array()).subject).toBe('s')
  })

  test('the content type is kept with its case and parameters', () => {
    const type = 'Application/JSON;charset=UTF-8'

    const got = binary({ 'content-type': type }, bytes('0'))

    expect(got.datacontenttype).toBe(type)
    expect(text(got.data)).toBe('0')
  })

  test('no content type header means no datacontenttype', () => {
    expect(toHttp(event).headers).not.toHaveProperty('content-type')
    expect(binary()).not.toHaveProperty('datacontenttype')
  })

  test('other headers are not attributes', () => {
    expect(binary({ 'x-other': '1', 'kn-namespace': 'n' })).toEqual(event)
  })

  test.each(['ce-specversion', 'ce-id', 'ce-source', 'ce-type'])('%s is required', (header) => {
    const headers = new Headers(required)
    headers.delete(header)

    expect(() => fromHttp(headers, new Uint8Array())).toThrow(CloudEventError)
  })

  test.each([
    ['another specversion', { 'ce-specversion': '19.0' }],
    ['an empty id', { 'ce-id': '' }],
    ['an attribute name with other characters', { 'ce-a_b': '1' }],
    ['an invalid time', { 'ce-time': 'yesterday' }],
    ['an attribute named data', { 'ce-data': 'x' }],
    ['an invalid content type', { 'content-type': 'png' }],
  ])('is rejected: %s', (_, headers) => {
    expect(() => binary(headers)).toThrow(CloudEventError)
  })
})

describe('structured mode in HTTP', () => {
  test.each([
    ['the number 0', { data: 0 }, '0'],
    ['false', { data: false }, 'false'],
    ['an object', { data: { a: [1] } }, '{"a":[1]}'],
    ['a JSON string', { data: 'a' }, '"a"'],
    ['text of another type', { data: 'a', datacontenttype: 'text/plain' }, 'a'],
    ['JSON by its suffix', { data: 'a', datacontenttype: 'application/x+JSON; v=1' }, '"a"'],
    ['base64', { data_base64: 'aMOk', datacontenttype: 'text/plain' }, 'hä'],
  ])('data is kept: %s', (_, members, data) => {
    expect(text(structured(members).data)).toBe(data)
  })

  test('base64 data is decoded to the original bytes', () => {
    const data_base64 = Buffer.from(allBytes).toString('base64')

    expect(structured({ data_base64 }).data).toEqual(allBytes)
  })

  test.each([
    'application/cloudevents+json',
    'Application/CloudEvents+JSON',
    'application/cloudevents+json;charset=utf-8',
    'application/cloudevents+json; charset=UTF-8',
  ])('is recognized by its content type: %s', (type) => {
    expect(structured({ subject: 's' }, type).subject).toBe('s')
  })

  test('a null attribute is absent', () => {
    expect(structured({ subject: null })).not.toHaveProperty('subject')
  })

  test('extensions keep their JSON types', () => {
    expect(structured({ pagenumber: 3, urgent: true })).toMatchObject({
      pagenumber: 3,
      urgent: true,
    })
  })

  test.each([
    ['data and data_base64', { data: 1, data_base64: 'MQ==' }],
    ['another specversion', { specversion: '0.3' }],
    ['a missing type', { type: undefined }],
    ['an id that is not a string', { id: 7 }],
    ['an extension that is an object', { ext: {} }],
    ['a content type that is invalid in a header', { datacontenttype: 'text/文' }],
    ['an event as data', { datacontenttype: 'application/cloudevents+json', data: {} }],
  ])('is rejected: %s', (_, members) => {
    expect(() => structured(members)).toThrow(CloudEventError)
  })

  test.each(['', '[]', 'null', '"x"', '{"specversion"'])('is rejected: the body %j', (body) => {
    const headers = new Headers({ 'content-type': 'application/cloudevents+json' })

    expect(() => fromHttp(headers, bytes(body))).toThrow(CloudEventError)
  })

  test.each(['application/cloudevents-batch+json', 'application/cloudevents+xml'])(
    'is rejected with 415: %s',
    (type) => {
      expect(() => structured({}, type)).toThrow(expect.objectContaining({ status: 415 }))
    },
  )
})
