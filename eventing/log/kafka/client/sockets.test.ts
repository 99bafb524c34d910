import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import {
  type AddressInfo,
  createServer,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { makeCertificate } from '../../../../scripts/servers/certificate.ts'
import { createSockets } from './sockets.ts'

/** Arguments as kafkajs passes them. */
const plain = undefined as unknown as ConnectionOptions

let folder: string
let pem: { key: string; cert: string }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glyphflow-sockets-'))
  const files = await makeCertificate(folder)
  const [key, cert] = await Promise.all(
    [files.key, files.certificate].map((file) => readFile(file, 'utf8')),
  )
  pem = { key, cert } as typeof pem
})
afterAll(() => rm(folder, { recursive: true }))

/** A server, and connections of one client to it. */
async function prepare(secure: boolean) {
  const server: Server = secure ? createTlsServer(pem) : createServer()
  const event = secure ? 'secureConnection' : 'connection'
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const sockets = createSockets()
  const ssl = secure ? { ca: [pem.cert] } : plain

  async function open() {
    const accepted = once(server, event) as Promise<[Socket]>
    const { promise, resolve } = Promise.withResolvers<void>()
    const client = sockets.open({ host: '127.0.0.1', port, ssl, onConnect: resolve })
    await promise
    const [peer] = await accepted
    const ended = new Promise<string>((end) => {
      peer.on('error', ({ code }: NodeJS.ErrnoException) => end(code ?? 'none'))
      peer.on('close', () => end('closed'))
    })
    return { client, peer, ended }
  }
  return { ...{ sockets, server, port, ssl, open } }
}

describe.each([
  ['plain', false, 'ECONNRESET'],
  ['with TLS', true, 'closed'],
])('connections, %s', (_, secure, end) => {
  test('bytes pass both ways', async () => {
    const { client, peer } = await (await prepare(secure)).open()
    client.write('there')
    const [there] = await once(peer, 'data')
    peer.write('back')
    const [back] = await once(client, 'data')
    client.destroy()

    expect([String(there), String(back)]).toEqual(['there', 'back'])
  })

  test('silent connections are reset, others continue', async () => {
    const { sockets, open } = await prepare(secure)
    const [silent, heard] = [await open(), await open()]
    const silentMs = 4000
    const later = performance.now() + silentMs
    const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
    onTestFinished(() => clock.mockRestore())
    heard.peer.write('heard')
    await once(heard.client, 'data')

    sockets.abandon(silentMs)
    const how = await silent.ended
    heard.client.write('still here')
    const [still] = await once(heard.peer, 'data')
    sockets.abandon(0)
    await heard.ended

    expect(how).toBe(end)
    expect(String(still)).toBe('still here')
  })

  test('a replaced client opens no connection', async () => {
    const { sockets, port, ssl } = await prepare(secure)
    sockets.abandon(0)

    const opening = () => sockets.open({ host: '127.0.0.1', port, ssl, onConnect: () => {} })

    expect(opening).toThrow('This client was replaced')
  })

  test('a refused connection emits an error', async () => {
    const { sockets, server, port, ssl } = await prepare(secure)
    server.close()
    await once(server, 'close')

    const client = sockets.open({ host: '127.0.0.1', port, ssl, onConnect: () => {} })
    const [error] = await once(client, 'error')

    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
  })
})

test('a connecting socket is destroyed', async () => {
  const { sockets, port } = await prepare(false)
  const client = sockets.open({ host: '127.0.0.1', port, ssl: plain, onConnect: () => {} })

  sockets.abandon(0)
  await once(client, 'close')

  expect(client.connecting).toBe(false)
})

test('a name whose first address does not answer is connected by another address', async () => {
  const { sockets, port, ssl } = await prepare(true)
  const { promise, resolve } = Promise.withResolvers<void>()
  const lookup: LookupFunction = (_host, _options, answer) =>
    answer(null, [
      { address: '192.0.2.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ])
  const several = { ...ssl, checkServerIdentity: () => undefined, lookup }

  const client = sockets.open({ host: 'broker.test', port, ssl: several, onConnect: resolve })
  await promise
  const { remoteAddress } = client
  client.destroy()

  expect(remoteAddress).toBe('127.0.0.1')
})

test('an untrusted server emits an error', async () => {
  const { sockets, port } = await prepare(true)

  const client = sockets.open({ host: '127.0.0.1', port, ssl: {}, onConnect: () => {} })
  const [error] = await once(client, 'error')

  expect(error).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})
