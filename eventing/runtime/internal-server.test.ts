import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../functions/shared/log.ts'
import type { TopicLog } from '../log/topic-log.ts'
import { startInternalServer } from './internal-server.ts'

const topic = { name: 'images-feed', partitions: 1, replicas: 1, retentionMs: 0 }

test('closes although an event is still being sent', async () => {
  const { sinkUrl, close } = await startInternalServer({
    topicLog: {} as TopicLog,
    topics: [{ ...topic, maxMessageBytes: 1_000_000 }],
    report: async () => ({ services: [], topics: [] }),
    log: createLog('runtime', 'silent'),
  })
  const { port, pathname } = new URL(sinkUrl('images-feed'))
  const client = connect(Number(port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void client.destroy())
  client.write(`POST ${pathname} HTTP/1.1\r\nHost: sink\r\nExpect: 100-continue\r\n`)
  client.write('Content-Length: 1000\r\n\r\n')
  const [begun] = await once(client, 'data')

  await close()

  expect(String(begun)).toContain('100 Continue')
})
