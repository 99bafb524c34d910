import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createPipelineApp } from './pipeline-app.ts'

const headers = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 't', 'ce-specversion': '1.0' }

/** An app with the topics `pages` and `texts`, and where events were appended. */
function open(requiredToken: string | null) {
  const appended: string[] = []
  const app = createPipelineApp({
    requiredToken,
    topicLog: {
      async append(topic) {
        appended.push(topic)
        return { partition: 0, offset: 0 }
      },
    },
    topics: ['pages', 'texts'].map((name) => ({
      name,
      partitions: 1,
      replicas: 1,
      retentionMs: 1,
    })),
    report: async () => ({ services: null, topics: [] }),
    logger: pino({ level: 'silent' }),
  })
  const post = (path: string, more = {}) =>
    app.request(path, { method: 'POST', headers: { ...headers, ...more } })
  return { app, post, appended }
}

test('each topic has a sink at its name', async () => {
  const { post, appended } = open(null)

  const answers = [await post('/texts'), await post('/pages'), await post('/others')]

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 404])
  expect(appended).toEqual(['texts', 'pages'])
})

test('an app without a history has no resource for it', async () => {
  const { app } = open(null)

  const answers = [await app.request('/system'), await app.request('/system/history')]

  expect(answers.map(({ status }) => status)).toEqual([200, 404])
})

test('a caller without the required token appends nothing and gets no report', async () => {
  const { app, post, appended } = open('abc')

  const refused = [await post('/pages'), await app.request('/system')]
  const accepted = await post('/pages', { authorization: 'Bearer abc' })

  expect(refused.map(({ status }) => status)).toEqual([401, 401])
  expect([accepted.status, appended]).toEqual([202, ['pages']])
})
