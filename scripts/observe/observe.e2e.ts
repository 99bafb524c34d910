import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createQueries } from '../../knative/observability/ask-prometheus.fixture.ts'
import { temporaryFolder } from '../../loadtest/system/glyphflow.ts'
import { freePort } from '../servers/free-port.ts'
import { missingForPrometheus } from '../servers/prometheus/prometheus.ts'

const cannotRun = missingForPrometheus() !== null && process.env.CI !== 'true'

test.skipIf(cannotRun)('npm run observe prints links, and Ctrl-C ends everything', async () => {
  const folder = await temporaryFolder()
  onTestFinished(folder.remove)
  const port = await freePort()
  const prometheus = `http://127.0.0.1:${port}`
  const child = spawn('node', [join(import.meta.dirname, 'main.ts')], {
    env: {
      ...process.env,
      ...{ DATA_DIR: folder.path, PORT: '0', LOG_LEVEL: 'warn' },
      ...{ PROMETHEUS_PORT: String(port), METRICS_PORT: String(await freePort()) },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGINT'))
  let output = ''
  child.stdout.on('data', (text) => {
    output += text
  })

  await expect.poll(() => output).toContain('Glyphflow is ready')
  await expect
    .poll(() => createQueries(prometheus).value('count(up == 1)').catch(String))
    .toBeGreaterThan(1)
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')

  expect(output).toContain(`Prometheus is ready: ${prometheus}/graph`)
  expect(code).toBe(0)
  await expect(fetch(prometheus)).rejects.toThrow()
})
