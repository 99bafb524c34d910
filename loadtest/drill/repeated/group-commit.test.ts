import type { KafkaMessage } from 'kafkajs'
import { expect, test } from 'vitest'
import { parseGroupCommit } from './group-commit.ts'
import { commitRecord } from './kept-records.fixture.ts'

test.each([
  ['none', ''],
  ['short', '4;0,2,1'],
  ['longer than one byte tells', '1;'.padEnd(3000, '0')],
])('a commit is read, its metadata being %s', (_, metadata) => {
  const { message } = commitRecord({ partition: 12, offset: 2 ** 40, metadata, at: 1234 })

  expect(parseGroupCommit(message)).toEqual({
    ...{ group: 'ocr', topic: 'images-feed', partition: 12, at: 1234 },
    committed: { offset: 2 ** 40, metadata },
  })
})

test('what Kafka keeps of the group itself, and what takes a commit back, is none', () => {
  const { message } = commitRecord({})
  const ofGroup: KafkaMessage = { ...message, key: Buffer.from([0, 2, 0, 0]) }

  expect([ofGroup, { ...message, value: null }].map(parseGroupCommit)).toEqual([null, null])
})

test('a version that is not known is said', () => {
  const { message } = commitRecord({})
  message.value?.writeInt16BE(5)

  expect(() => parseGroupCommit(message)).toThrow('Expected a commit of version 4, got 5')
})

test('what a broker of Kafka 4.3 wrote is read', () => {
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
