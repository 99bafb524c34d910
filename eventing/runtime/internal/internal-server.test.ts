import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import type { TopicLog } from '../../log/topic-log.ts'
import { startInternalServer } from './internal-server.ts'

async function start() {
  const done: string[] = []
  const topicLog = {
    append: async (topic: string) => {
      done.push(`append ${topic}`)
      return { partition: 0, offset: 0 }
    },
  } as unknown as TopicLog
  const server = await startInternalServer({
    ...{ token: 'abc', topicLog, report: async () => ({ services: [], topics: [] }) },
    history: async (after: number) => ({ now: after, times: [], services: [], topics: [] }),
    topics: [{ name: 'pages', partitions: 1, replicas: 1, retentionMs: 1 }],
    logger: pino({ level: 'silent' }),
  })
  onTestFinished(server.close)
  const calls: [string, string][] = [
    ['POST', server.sinkUrl('pages')],
    ['GET', server.systemUrl],
    ['GET', `${server.systemUrl}/history?after=7`],
  ]
  return { done, calls, close: server.close }
}

const event = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't', 'ce-specversion': '1.0' }

function statusOf([method, url]: [string, string], headers: Record<string, string>) {
  return new Promise<number>((resolve, reject) => {
    request(url, { method, agent: false, headers: { ...event, ...headers } }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0))
    })
      .once('error', reject)
      .end()
  })
}

test('a caller with the token can append events and get the report', async () => {
  const { done, calls } = await start()

  const answers = calls.map((call) => statusOf(call, { authorization: 'Bearer abc' }))

  expect(await Promise.all(answers)).toEqual([202, 200, 200])
  expect(done).toEqual(['append pages'])
})

test.each([
  ['no token', 401, {}],
  ['another token', 401, { authorization: 'Bearer abd' }],
  ['a Host that is not loopback', 421, { authorization: 'Bearer abc', host: 'evil.example' }],
  ['an Origin', 403, { authorization: 'Bearer abc', origin: 'http://evil.example' }],
])('a call with %s is answered %d', async (_, status, headers) => {
  const { done, calls } = await start()

  const answers = calls.map((call) => statusOf(call, headers))

  expect(await Promise.all(answers)).toEqual([status, status, status])
  expect(done).toEqual([])
})

test('it closes while a request is still being received', async () => {
  const { calls, close } = await start()
  const { port, pathname } = new URL(calls[0]?.[1] ?? '')
  const client = connect(Number(port), '127.0.0.1').on('error', () => {})
  onTestFinished(() => void client.destroy())
  const headers = ['Host: localhost', 'Authorization: Bearer abc', 'Expect: 100-continue']
  client.write(`POST ${pathname} HTTP/1.1\r\n${headers.join('\r\n')}\r\n`)
  client.write('Content-Length: 1000\r\n\r\n')
  const [begun] = await once(client, 'data')

  await close()

  expect(String(begun)).toContain('100 Continue')
})
