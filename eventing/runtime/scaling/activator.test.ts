import type { RequestListener } from 'node:http'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { functionHeader } from '../../../functions/shared/events/function-header.ts'
import { activated, echo, listening, replicaAt } from './activator.fixture.ts'

test('a request and its answer pass unchanged', async () => {
  const { pool, url } = await activated()
  pool.add(replicaAt(await listening(echo)))
  const body = new Uint8Array(3_000_000).fill(7)

  const response = await fetch(`${url}/a?b=%20`, { method: 'PUT', body })

  expect(response.status).toBe(201)
  expect(response.headers.get('x-method')).toBe('PUT')
  expect(response.headers.get('x-path')).toBe('/a?b=%20')
  expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
})

test('an answer says which function it is from only if a replica gave it', async () => {
  const { pool, url } = await activated({ holdMs: 20, timeoutMs: 50 })
  const namesOf = async (replica: RequestListener) => {
    const added = replicaAt(await listening(replica))
    pool.add(added)
    const { status, headers } = await fetch(url, { method: 'POST', body: 'event' })
    void pool.remove(added)
    return [status, headers.get(functionHeader)]
  }

  const ofReplica = await namesOf((_, res) => res.writeHead(503, { [functionHeader]: 'f' }).end())
  const crashed = await namesOf((req) => req.socket.destroy())
  const late = await namesOf(() => {})
  const none = await fetch(url, { method: 'POST', body: 'event' })

  expect([ofReplica, crashed, late]).toEqual([
    [503, 'f'],
    [502, null],
    [504, null],
  ])
  expect([none.status, none.headers.get(functionHeader)]).toEqual([503, null])
})

test('an answer sent before the body is read reaches the client', async () => {
  const { pool, url } = await activated()
  const port = await listening((_, res) => {
    res.writeHead(413).end('too large')
  })
  pool.add(replicaAt(port))

  const response = await fetch(url, { method: 'POST', body: new Uint8Array(1_000_000) })

  expect([response.status, await response.text()]).toEqual([413, 'too large'])
})

test.each([
  [{}, '127.0.0.1'],
  [{ 'x-forwarded-for': '192.0.2.1, 192.0.2.2' }, '192.0.2.1, 192.0.2.2, 127.0.0.1'],
])('the caller’s address is appended to X-Forwarded-For: %j', async (headers, expected) => {
  const { pool, url } = await activated()
  pool.add(replicaAt(await listening((req, res) => res.end(req.headers['x-forwarded-for']))))

  const response = await fetch(url, { headers })

  expect(await response.text()).toBe(expected)
})

test.each(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST'])(
  'a body without a length stays the body of its %s, and is not parsed as a second request',
  async (method) => {
    const { pool, port } = await activated()
    const seen: string[] = []
    const upstream = await listening((req, res) => {
      seen.push(`${req.method} ${req.url}`)
      req.resume().once('end', () => res.end('ok'))
    })
    pool.add(replicaAt(upstream))
    const smuggled = 'DELETE /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'
    const client = connect(port, '127.0.0.1')
    const answered = new Promise((resolve) => client.once('data', resolve))

    client.write(`${method} /seen HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n`)
    client.write(`${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`)
    await answered
    await fetch(`http://127.0.0.1:${port}/next`)

    expect(seen).toEqual([`${method} /seen`, 'GET /next'])
    client.destroy()
  },
)

test('an HTTP/1.0 request without a Host gets an empty one', async () => {
  const { pool, port } = await activated()
  const upstream = await listening((req, res) =>
    res.end(`host ${JSON.stringify(req.headers.host)}`),
  )
  pool.add(replicaAt(upstream))
  const client = connect(port, '127.0.0.1')
  const answered = new Promise<Buffer>((resolve) => client.once('data', resolve))

  client.write('GET /healthz HTTP/1.0\r\n\r\n')

  expect(String(await answered)).toMatch(/^HTTP\/1.1 200 .*host ""$/s)
  client.destroy()
})
