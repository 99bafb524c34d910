import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import * as z from 'zod'
import { guard } from '../guard.ts'
import { untilSays } from '../until-says.ts'

const ofProject = join(import.meta.dirname, '../../../knative/observability/prometheus')

/** What is missing to run a Prometheus, and how to get it; null if it is in the PATH. */
export function missingForPrometheus(): string | null {
  if (!spawnSync('prometheus', ['--version']).error) return null
  return 'prometheus in the PATH: `apt install prometheus`, or https://prometheus.io/download/'
}

export interface PrometheusOptions {
  /** For its configuration and data, which are kept. */
  folder: string
  port: number
  /** METRICS_PORT of the runtime that lists the targets. */
  metricsPort: number
  /** Default: those of local.yaml. */
  scrapeInterval?: string
  /** Path of the rules; default: alerts.yaml. */
  rules?: string
}

const Local = z.looseObject({
  global: z.looseObject({}),
  scrape_configs: z.array(z.looseObject({})),
})

/** Starts a Prometheus on 127.0.0.1 with the project's configuration; resolves when it answers. */
export async function startPrometheus({
  folder,
  port,
  metricsPort,
  ...options
}: PrometheusOptions) {
  const { rules = join(ofProject, 'alerts.yaml'), scrapeInterval } = options
  const local = Local.parse(parse(readFileSync(join(ofProject, 'local.yaml'), 'utf8')))
  const [job] = local.scrape_configs
  const interval = scrapeInterval && {
    scrape_interval: scrapeInterval,
    evaluation_interval: scrapeInterval,
  }
  const config = {
    ...local,
    global: { ...local.global, ...interval },
    rule_files: [rules],
    scrape_configs: [
      {
        ...job,
        http_sd_configs: [
          {
            url: `http://127.0.0.1:${metricsPort}/targets`,
            refresh_interval: scrapeInterval ?? '5s',
          },
        ],
      },
    ],
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'prometheus.yaml')
  writeFileSync(path, stringify(config))
  const child = spawn(
    'prometheus',
    [
      `--config.file=${path}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    // Ctrl-C must reach only the parent process, which stops this one at the end.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  guard(child)
  await untilSays(child, 'Server is ready to receive web requests', 'Prometheus')
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}
