import { describe, expect, test } from 'vitest'
import { type CloudEvent, CloudEventError } from '../../functions/shared/events/cloudevent.ts'
import { fromEventRecord, toEventRecord } from './event-record.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const allBytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const event: CloudEvent = { specversion: '1.0', id: '1', source: '/test', type: 'test' }

describe('binary content mode of Kafka', () => {
  test('values are plain UTF-8, not percent-encoded', () => {
    expect(toEventRecord({ ...event, subject: 'Euro € 100%' }).headers.ce_subject).toBe(
      'Euro € 100%',
    )
  })

  test('a percent sign is not decoded', () => {
    const record = toEventRecord({ ...event, subject: '%20' })

    expect(fromEventRecord(record).subject).toBe('%20')
  })

  test('the key is the partitionkey, the value the data', () => {
    const record = toEventRecord({ ...event, partitionkey: 'd/1', data: allBytes })

    expect(record).toMatchObject({ key: 'd/1', value: allBytes })
    expect(toEventRecord(event)).toMatchObject({ key: null, value: null })
  })

  test('every attribute and the data survive a round trip, also with headers as bytes', () => {
    const sent = { ...event, subject: 'ä', datacontenttype: 'image/png', data: allBytes }
    const { headers, value } = toEventRecord(sent)
    const asBytes = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]),
    )

    expect(fromEventRecord({ headers: asBytes, value })).toEqual(sent)
  })

  test('structured mode is accepted', () => {
    const value = bytes(JSON.stringify({ ...event, data: 0 }))
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' }

    expect(fromEventRecord({ headers, value })).toEqual({ ...event, data: bytes('0') })
  })

  test.each([
    ['no id', { ce_id: undefined }],
    ['an empty source', { ce_source: '' }],
    ['another version', { ce_specversion: '0.3' }],
    ['a name that no header could have', { 'ce_line\nbreak': 'x' }],
    ['an attribute named data', { ce_data: 'x' }],
    ['a batch', { 'content-type': 'application/cloudevents-batch+json' }],
  ])('a record with %s is no event', (_, changes) => {
    const { headers, value } = toEventRecord(event)

    expect(() => fromEventRecord({ headers: { ...headers, ...changes }, value })).toThrow(
      CloudEventError,
    )
  })

  test('an invalid time is left to the receiver', () => {
    const { headers, value } = toEventRecord(event)

    expect(fromEventRecord({ headers: { ...headers, ce_time: 'noon' }, value }).time).toBe('noon')
  })
})
