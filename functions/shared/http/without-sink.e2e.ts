import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { until } from '../../../loadtest/system/glyphflow.ts'
import { freePort } from '../../../scripts/servers/free-port.ts'

/** Starts a function as in a pod to which no SinkBinding has given K_SINK. */
async function startWithoutSink(name: string, env: Record<string, string>) {
  const port = await freePort()
  const child = spawn(process.execPath, [join(import.meta.dirname, `../../${name}/main.ts`)], {
    env: { PATH: process.env.PATH, PORT: String(port), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'exit')
  const output = text(child.stderr)
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  return { port, ask, output, ended, stop: () => child.kill('SIGTERM') }
}

test.each(['gateway', 'ocr'])(
  '%s waits in a pod without a sink: alive, not ready',
  async (name) => {
    const { port, ask, ...pod } = await startWithoutSink(name, { K_SERVICE: name })
    await until(() =>
      ask('/healthz').then(
        () => true,
        () => false,
      ),
    )

    const statuses = await Promise.all(['/healthz', '/readyz', '/'].map((path) => ask(path)))
    const probe = connect(port, '127.0.0.1').end('GET /healthz HTTP/1.0\r\n\r\n')
    const probed = await text(probe)
    pod.stop()

    expect(statuses.map(({ status }) => status)).toEqual([200, 503, 404])
    expect(probed).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nok$/s)
    expect(await pod.ended).toEqual([0, null])
    expect(await pod.output).toContain('K_SINK is not set: Service')
  },
)

test('outside of Knative a missing sink stops the start', async () => {
  const { ended, output } = await startWithoutSink('gateway', {})

  expect(await ended).toEqual([78, null])
  expect(await output).toContain('Expected K_SINK')
})
