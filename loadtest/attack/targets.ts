import * as z from 'zod'
import { kubectl } from '../cluster/kubernetes/kubectl.ts'

/** Kinds of pods, in the order in which they are attacked. */
export const podKinds = [
  ...(['ocr', 'results', 'gateway', 'source', 'sink'] as const),
  ...(['kafka', 'postgres', 'activator'] as const),
] as const
export type PodKind = (typeof podKinds)[number]

/** Label selectors by kind, the first that finds a pod; in all namespaces but the test's own if `everywhere`. */
const selectors: Record<PodKind, { labels: string[]; everywhere?: true }> = {
  ocr: { labels: ['serving.knative.dev/service=ocr'] },
  results: { labels: ['serving.knative.dev/service=results'] },
  gateway: { labels: ['serving.knative.dev/service=gateway'] },
  source: { labels: ['app=source'] },
  sink: { labels: ['app=sink'] },
  kafka: { labels: ['strimzi.io/broker-role=true', 'app=kafka'], everywhere: true },
  postgres: { labels: ['cnpg.io/instanceRole=primary', 'app=postgres'], everywhere: true },
  activator: { labels: ['app=activator'], everywhere: true },
}

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ deletionTimestamp: z.string().optional() }),
      spec: z.object({ nodeName: z.string().optional() }),
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
        containerStatuses: z
          .array(z.object({ name: z.string(), containerID: z.string().default('') }))
          .default([]),
      }),
    }),
  ),
})

export interface AttackedPod {
  node: string
  containerId: string
}

/** A ready pod of a kind; null if there is none. */
export async function findPod(kind: PodKind, namespace: string): Promise<AttackedPod | null> {
  const { labels, everywhere } = selectors[kind]
  for (const label of labels) {
    const where = everywhere ? ['--all-namespaces'] : ['--namespace', namespace]
    const { stdout } = await kubectl(['get', 'pods', ...where, '-l', label, '-o', 'json'])
    for (const { metadata, spec, status } of Pods.parse(JSON.parse(stdout)).items) {
      const isReady = status.conditions.some((it) => it.type === 'Ready' && it.status === 'True')
      const ours = status.containerStatuses.find(({ name }) => name !== 'queue-proxy')
      const containerId = ours?.containerID.split('//')[1]
      if (!isReady || metadata.deletionTimestamp || !spec.nodeName || !containerId) continue
      return { node: spec.nodeName, containerId }
    }
  }
  return null
}

/** Address of a broker or database that is no pod of the cluster; null for other kinds. */
export function addressOf(
  kind: PodKind,
  env: { KAFKA_BROKERS: string; DATABASE_URL: string },
): string | null {
  if (kind === 'kafka') return env.KAFKA_BROKERS.split(',')[0] ?? null
  if (kind !== 'postgres') return null
  const { hostname, port } = new URL(env.DATABASE_URL)
  return `${hostname}:${port || 5432}`
}

const Nodes = z.object({
  items: z.array(
    z.object({
      metadata: z.object({
        name: z.string(),
        labels: z.record(z.string(), z.string()).default({}),
      }),
    }),
  ),
})

/** Names of nodes; those that are no control plane come first. */
export async function listNodes(): Promise<string[]> {
  const { stdout } = await kubectl(['get', 'nodes', '-o', 'json'])
  const isControlPlane = (labels: Record<string, string>) =>
    'node-role.kubernetes.io/control-plane' in labels
  return Nodes.parse(JSON.parse(stdout))
    .items.map(({ metadata }) => metadata)
    .toSorted((a, b) => Number(isControlPlane(a.labels)) - Number(isControlPlane(b.labels)))
    .map(({ name }) => name)
}
