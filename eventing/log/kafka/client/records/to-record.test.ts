import type { IHeaders } from 'kafkajs'
import { expect, test } from 'vitest'
import { toRecord } from './to-record.ts'

test('headers are strings: the first of repeated ones, and none without a value', () => {
  // Headers as kafkajs decodes them.
  const headers = {
    ce_id: Buffer.from('1'),
    ce_subject: null,
    ce_source: [Buffer.from('/a'), Buffer.from('/b')],
    'content-type': Buffer.from(''),
  } as unknown as IHeaders

  const record = toRecord(3, { key: null, headers, value: null, offset: '7' })

  expect(record).toEqual({
    ...{ partition: 3, offset: 7, key: null, value: null },
    headers: { ce_id: '1', ce_source: '/a', 'content-type': '' },
  })
})
