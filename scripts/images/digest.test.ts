import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { digestOf } from './digest.ts'

const digest = `sha256:${'a'.repeat(64)}`

/** Address of a registry on this machine. */
async function registry(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close().closeAllConnections())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test('the registry is asked for the manifest of the tag', async () => {
  const asked: unknown[] = []
  const host = await registry(({ method, url, headers }, response) => {
    asked.push([method, url])
    const isIndex = headers.accept?.includes('application/vnd.oci.image.index.v1+json')
    response.writeHead(isIndex ? 200 : 406, { 'docker-content-digest': digest }).end()
  })

  expect(await digestOf(`${host}/team/node:24.1.2-slim`)).toBe(digest)
  expect(asked).toEqual([['HEAD', '/v2/team/node/manifests/24.1.2-slim']])
})

test('a registry may ask for a token', async () => {
  const host = await registry(({ url, headers }, response) => {
    if (url === '/token?service=own&scope=repository%3Anode%3Apull') {
      response.end('{"token":"secret"}')
    } else if (headers.authorization === 'Bearer secret') {
      response.writeHead(200, { 'docker-content-digest': digest }).end()
    } else {
      const scope = 'service="own",scope="repository:node:pull"'
      const challenge = `Bearer realm="http://${host}/token",${scope}`
      response.writeHead(401, { 'www-authenticate': challenge }).end()
    }
  })

  expect(await digestOf(`${host}/node:24`)).toBe(digest)
})

test.each([
  ['404', 404, {}, 'status 404'],
  ['no digest', 200, {}, 'digest null'],
  ['a digest of another kind', 200, { 'docker-content-digest': 'md5:1' }, 'digest md5:1'],
])('%s is an error', async (_, status, headers, message) => {
  const host = await registry((_, response) => response.writeHead(status, headers).end())

  await expect(digestOf(`${host}/node:24`)).rejects.toThrow(
    new RegExp(`^Expected http://${host} to name the digest of ${host}/node:24: .*${message}`),
  )
})

test('a registry that cannot be reached is an error that names it', async () => {
  await expect(digestOf('localhost:9/node:24')).rejects.toThrow(/http:\/\/localhost:9 .*: fetch/)
})
