import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../../shared/http/serve.ts'
import { openGateway } from '../../gateway.fixture.ts'

/** Raw response of a listening gateway to a request of these lines. */
async function answerTo(...lines: string[]): Promise<string> {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  const { app } = openGateway()
  const port = await serve({ app, host: '127.0.0.1', port: 0, stopping: stop.signal })
  const socket = connect(port, '127.0.0.1')
  socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
  return text(socket)
}

test('a probe over HTTP/1.0 needs no Host', async () => {
  expect(await answerTo('GET /healthz HTTP/1.0')).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nok$/s)
})

test('a probe may have an empty Host', async () => {
  expect(await answerTo('GET /healthz HTTP/1.1', 'Host:')).toMatch(/^HTTP\/1.1 200 /)
})

test.each(['GET / HTTP/1.0', 'GET /v1/documents HTTP/1.0', 'POST /v1/documents HTTP/1.0'])(
  '%s without a Host is a 421',
  async (line) => {
    expect(await answerTo(line)).toMatch(/^HTTP\/1.1 421 .*"code":"unknown-host"/s)
  },
)
