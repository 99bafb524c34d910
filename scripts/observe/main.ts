import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import * as z from 'zod'
import { readEnv } from '../../functions/shared/settings/env.ts'
import { guard } from '../servers/guard.ts'
import { missingForPrometheus, startPrometheus } from '../servers/prometheus/prometheus.ts'

/** `npm run observe`: `npm start` with metrics, and a Prometheus that reads them, until Ctrl-C. */
const project = join(import.meta.dirname, '../..')
const port = z.coerce.number().pipe(z.int().min(1).max(65_535))
const env = readEnv(
  z.object({
    DATA_DIR: z.string().default(join(project, 'data')),
    METRICS_PORT: port.default(9464),
    PROMETHEUS_PORT: port.default(9090),
  }),
  process.env,
)
const missing = missingForPrometheus()
if (missing) {
  process.stderr.write(`Expected ${missing}\n`)
  process.exit(2)
}
const prometheus = await startPrometheus({
  folder: join(env.DATA_DIR, 'prometheus'),
  port: env.PROMETHEUS_PORT,
  metricsPort: env.METRICS_PORT,
})
process.stdout.write(
  `Prometheus is ready: ${prometheus.url}/graph, alerts at ${prometheus.url}/alerts, ` +
    `metrics at http://127.0.0.1:${env.METRICS_PORT}/metrics\n`,
)
const runtime = spawn('sh', [join(project, 'scripts/start.sh')], {
  env: { ...process.env, METRICS_PORT: String(env.METRICS_PORT) },
  stdio: 'inherit',
  // Gets each signal from this process, once.
  detached: true,
})
guard(runtime)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => runtime.kill(signal))
const [code] = await once(runtime, 'exit')
await prometheus.stop()
process.exit(code ?? 1)
