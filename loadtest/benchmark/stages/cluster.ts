import { readFile } from 'node:fs/promises'
import { type Deployed, deploy } from '../../cluster/deployed.ts'
import { readClusterEnv } from '../../cluster/options.ts'
import { print } from '../../command-line.ts'
import { until } from '../../system/glyphflow.ts'
import type { Benchmark } from './stage.ts'

/** Real images on the cluster of KUBECONFIG, in a namespace of its own, which `close` removes. */
export async function clusterBenchmark(paths: string[]): Promise<Benchmark> {
  const images = await Promise.all(paths.map((path) => readFile(path)))
  const deployed = await deploy({ env: readClusterEnv(), print })
  return {
    pagesMs: null,
    images,
    warmUp: images.slice(0, 8),
    async open(replicas) {
      await scaleTo(deployed, replicas)
      return { client: deployed.client, workMs: async () => null, close: async () => {} }
    },
    close: deployed.remove,
  }
}

/** Gives ocr a fixed number of replicas, in a new revision; resolves when they are ready, and no others are left. */
async function scaleTo({ inside, pods }: Deployed, replicas: number): Promise<void> {
  const before = new Set(pods.alive('ocr').map(({ name }) => name))
  const annotations = '/spec/template/metadata/annotations/autoscaling.knative.dev~1'
  const operations = ['min-scale', 'max-scale'].map((name) => ({
    ...{ op: 'add', path: `${annotations}${name}`, value: `${replicas}` },
  }))
  await inside('patch', 'ksvc', 'ocr', '--type', 'json', '--patch', JSON.stringify(operations))
  await inside('set', 'env', 'deployment/source', `MAX_SCALE=ocr=${replicas}`)
  await inside('rollout', 'status', 'deployment/source', '--timeout=300s')
  await inside('wait', '--for=condition=Ready', 'ksvc', 'ocr', '--timeout=300s')
  await until(
    async () => {
      const alive = pods.alive('ocr')
      const isNew = alive.every(({ name, readyMs }) => readyMs && !before.has(name))
      return isNew && alive.length === replicas
    },
    { pauseMs: 500, maxMs: 600_000 },
  )
}
