import type { KafkaMessage } from 'kafkajs'
import { expect, test } from 'vitest'
import { parseGroupCommit } from './group-commit.ts'
import { commitRecord } from './kept-records.fixture.ts'

test.each([
  ['none', ''],
  ['short', '4;0,2,1'],
  ['longer than one length byte', '1;'.padEnd(3000, '0')],
])('a commit with %s metadata is parsed', (_, metadata) => {
  const { message } = commitRecord({ partition: 12, offset: 2 ** 40, metadata, at: 1234 })

  expect(parseGroupCommit(message)).toEqual({
    ...{ group: 'ocr', topic: 'images-feed', partition: 12, at: 1234 },
    committed: { offset: 2 ** 40, metadata },
  })
})

test('group metadata and tombstones are not commits', () => {
  const { message } = commitRecord({})
  const ofGroup: KafkaMessage = { ...message, key: Buffer.from([0, 2, 0, 0]) }

  expect([ofGroup, { ...message, value: null }].map(parseGroupCommit)).toEqual([null, null])
})

test('an unknown version is an error', () => {
  const { message } = commitRecord({})
  message.value?.writeInt16BE(5)

  expect(() => parseGroupCommit(message)).toThrow('Expected a commit of version 4, got 5')
})

test('a record written by a broker of Kafka 4.3 is parsed', () => {
  const key = '000100036f6372000b696d616765732d6665656400000007'
  const value =
    '00040000000000000000ffffffff08343b302c322c31000001a201eed097010010e59d5eaa5dcd4f15ac728d18b4cdc67b'
  const { message } = commitRecord({ at: 1234 })

  const commit = parseGroupCommit({
    ...message,
    ...{ key: Buffer.from(key, 'hex'), value: Buffer.from(value, 'hex') },
  })

  expect(commit).toEqual({
    ...{ group: 'ocr', topic: 'images-feed', partition: 7, at: 1234 },
    committed: { offset: 0, metadata: '4;0,2,1' },
  })
})
