import * as z from 'zod'
import { watchObjects } from './watch.ts'

const PodAutoscaler = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  /** -1 until Knative's autoscaler has decided. */
  status: z.object({ desiredScale: z.int().default(-1) }).default({ desiredScale: -1 }),
})

/**
 * Follows what Knative's autoscaler wants in a namespace until `signal` aborts. Returns the number of replicas that it
 * wants of a Service, over all its revisions.
 */
export function watchWanted(apiUrl: string, namespace: string, signal: AbortSignal) {
  const revisions = new Map<string, { of: string; wanted: number }>()
  const url = `${apiUrl}/apis/autoscaling.internal.knative.dev/v1alpha1/namespaces/${namespace}/podautoscalers`
  void watchObjects(url, signal, (_, object) => {
    const { metadata, status } = PodAutoscaler.parse(object)
    const of = metadata.labels['serving.knative.dev/service'] ?? ''
    revisions.set(metadata.name, { of, wanted: Math.max(status.desiredScale, 0) })
  })
  return (service: string) =>
    [...revisions.values()]
      .filter(({ of }) => of === service)
      .reduce((sum, { wanted }) => sum + wanted, 0)
}
