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
