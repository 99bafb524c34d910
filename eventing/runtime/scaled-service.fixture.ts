import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll } from 'vitest'
import { stringify } from 'yaml'
import { createMetrics } from '../../functions/shared/telemetry/metrics.ts'
import { readJournal } from '../../loadtest/ocr/sleeping/visits.ts'
import { drawStubPage } from '../../loadtest/ocr/stub-page.ts'
import { temporaryFolder } from '../../loadtest/system/glyphflow.ts'
import { toPipeline } from '../pipeline/read-pipeline.ts'
import { toResources } from '../pipeline/resources.ts'
import { startService } from './service.ts'

export interface Scaling {
  /** Names without the prefix `autoscaling.knative.dev/`. */
  annotations?: Record<string, string>
  containerConcurrency?: number
  timeoutSeconds?: number
  memory?: string
}

/** Manifest of a Service, with the journal's folder in the container's `env`. */
function toManifest(scaling: Scaling, journal: string): string {
  const annotations = { window: '6s', 'target-utilization-percentage': '100', 'max-scale': '4' }
  const { containerConcurrency = 1, timeoutSeconds = 60, memory = '1Gi' } = scaling
  const container = {
    image: 'ocr',
    env: [{ name: 'SCALE_JOURNAL', value: journal }],
    resources: { limits: { memory } },
  }
  return stringify({
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: { name: 'ocr' },
    spec: {
      template: {
        metadata: {
          annotations: Object.fromEntries(
            Object.entries({ ...annotations, ...scaling.annotations }).map(([name, value]) => [
              `autoscaling.knative.dev/${name}`,
              value,
            ]),
          ),
        },
        spec: { containerConcurrency, timeoutSeconds, containers: [container] },
      },
    },
  })
}

/**
 * Starts single services with real replicas of a function that sleeps for the time given by a page. They are stopped
 * after the file's last test.
 */
export function scaledServices() {
  const ends: (() => Promise<void>)[] = []
  afterAll(() => Promise.all(ends.map((end) => end())))
  return (scaling: Scaling) => start(scaling, (end) => ends.push(end))
}

async function start(scaling: Scaling, atTheEnd: (end: () => Promise<void>) => void) {
  const folder = await temporaryFolder()
  const journal = join(folder.path, 'journal')
  mkdirSync(journal)
  const [plan] = toPipeline(toResources(toManifest(scaling, journal), 'ocr.yaml')).services
  if (!plan) throw new Error('Expected the manifest to have a Service')
  const sink = createServer((_, response) => response.writeHead(202).end())
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve))
  const { port } = sink.address() as AddressInfo
  const service = await startService(plan, {
    main: join(import.meta.dirname, '../../loadtest/ocr/sleeping/main.ts'),
    ...{ host: '127.0.0.1', port: 0 },
    env: { ...process.env, K_SINK: `http://127.0.0.1:${port}` },
    ...{ onBadSettings: () => {}, onWake: () => {}, logger: pino({ level: 'silent' }) },
    metrics: createMetrics(),
  })
  atTheEnd(async () => {
    await service.stop(0)
    sink.close()
    await folder.remove()
  })
  return {
    url: service.url,
    wanted: service.supervisor.wanted,
    ready: () => service.pool.stats().ready,
    inFlight: () => service.pool.stats().inFlight,
    pids: () => service.supervisor.replicas().map(({ process }) => process.pid),
    /** Sends a page that takes `ms`; resolves with the answer's status. */
    async read(ms: number): Promise<number> {
      const body = new Uint8Array(drawStubPage({ kind: 'page', number: ms }))
      const headers = { 'ce-documentid': 'd', 'ce-pagenumber': '1' }
      return (await fetch(service.url, { method: 'POST', body, headers })).status
    },
    journal: () => readJournal(journal),
  }
}
