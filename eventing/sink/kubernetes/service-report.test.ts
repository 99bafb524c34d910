import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from '../../../scripts/servers/certificate.ts'
import { createServiceReport } from './service-report.ts'

const path =
  '/apis/apps/v1/namespaces/pages/deployments?labelSelector=serving.knative.dev%2Fservice'

const deployment = (service: string, wanted: number, ready?: number) => ({
  metadata: {
    name: `${service}-00001-deployment`,
    labels: { 'serving.knative.dev/service': service },
  },
  spec: { replicas: wanted },
  status: { replicas: wanted, ...(ready && { readyReplicas: ready }) },
})

interface Answer {
  status?: number
  items?: unknown[]
}

/** A Kubernetes API with TLS, whose answers change, and a report through it as the service account of a pod. */
async function reportFrom(answer: Answer | null) {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-account-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { key, certificate } = await makeCertificate(folder)
  const [pemKey, pem] = await Promise.all([readFile(key), readFile(certificate)])
  const requests: string[] = []
  const server = createServer({ key: pemKey, cert: pem }, (request, response) => {
    requests.push(`${request.url} ${request.headers.authorization}`)
    if (answer === null) return
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ items: answer.items ?? [] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const account = { 'ca.crt': String(pem), namespace: 'pages\n', token: 'first\n' }
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  await Promise.all(Object.entries(account).map(([name, text]) => write(name, text)))
  const { port } = server.address() as AddressInfo
  const report = await createServiceReport(
    { services: ['gateway', 'ocr'].map((name) => ({ name })) },
    pino({ level: 'silent' }),
    { folder, api: `https://127.0.0.1:${port}` },
  )
  return { report, requests, write }
}

test('replicas are those of all revisions of a Service, and what Kubernetes does not know is null', async () => {
  const { report } = await reportFrom({
    items: [deployment('ocr', 3, 1), deployment('ocr', 1), deployment('other', 9, 9)],
  })

  const unknown = {
    inFlight: null,
    waiting: null,
    restarts: null,
    coldStarts: null,
    processes: null,
  }
  expect(await report()).toEqual([
    { name: 'gateway', replicas: 0, wanted: 0, ...unknown },
    { name: 'ocr', replicas: 1, wanted: 4, ...unknown },
  ])
})

test('the token is read for each request, because Kubernetes replaces it', async () => {
  const { report, requests, write } = await reportFrom({})
  await report()
  await write('token', 'second')
  await report()

  expect(requests).toEqual([`${path} Bearer first`, `${path} Bearer second`])
})

test.each<[string, Answer | null]>([
  ['without a Role', { status: 403 }],
  ['without an answer', null],
  ['with an answer of another form', { items: [{ spec: {} }] }],
])('%s the services are unknown', async (_, answer) => {
  const { report } = await reportFrom(answer)

  expect(await report()).toBeNull()
})

test('without a service account the services are unknown', async () => {
  const options = { folder: '/nowhere' }
  const report = await createServiceReport({ services: [] }, pino({ level: 'silent' }), options)

  expect(await report()).toBeNull()
})
