import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { monotonicMs } from '../../figures/monotonic.ts'
import { watchObjects } from './watch.ts'

const Pod = z.object({
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    deletionTimestamp: z.string().optional(),
  }),
  spec: z.object({ nodeName: z.string().optional() }),
  status: z.object({
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          restartCount: z.int(),
          state: z.object({ running: z.unknown().optional() }),
        }),
      )
      .default([]),
  }),
})
type Pod = z.infer<typeof Pod>

/** Times at which states of a pod were seen, by the clock of `monotonicMs`. */
export interface PodLife {
  name: string
  /** Name of its Service or Deployment. */
  of: string
  createdMs: number
  scheduledMs?: number
  /** Start of the container with our code. */
  runningMs?: number
  readyMs?: number
  /** Begin of its graceful end. */
  endingMs?: number
  goneMs?: number
  restarts: number
}

/** Follows the pods of a namespace until `signal` aborts. */
export function watchPods(apiUrl: string, namespace: string, signal: AbortSignal) {
  const lives = new Map<string, PodLife>()

  function note(type: string, { metadata, spec, status }: Pod): void {
    const now = monotonicMs()
    const { labels } = metadata
    const life = lives.get(metadata.name) ?? {
      name: metadata.name,
      of: labels['serving.knative.dev/service'] ?? labels.app ?? '',
      createdMs: now,
      restarts: 0,
    }
    lives.set(metadata.name, life)
    const isReady = status.conditions.some((it) => it.type === 'Ready' && it.status === 'True')
    const ours = status.containerStatuses.find(({ name }) => name !== 'queue-proxy')
    life.restarts = ours?.restartCount ?? 0
    if (spec.nodeName) life.scheduledMs ??= now
    if (ours?.state.running) life.runningMs ??= now
    if (isReady) life.readyMs ??= now
    if (metadata.deletionTimestamp) life.endingMs ??= now
    if (type === 'DELETED') life.goneMs = now
  }

  void watchObjects(`${apiUrl}/api/v1/namespaces/${namespace}/pods`, signal, (type, object) =>
    note(type, Pod.parse(object)),
  )
  const alive = (of: string) =>
    [...lives.values()].filter((life) => life.of === of && !life.endingMs && !life.goneMs)
  return {
    all: () => [...lives.values()],
    /** Pods of a Service or Deployment that are not ending. */
    alive,
    /** Resolves when a Service has no pod that is not ending; rejects after `ms`. */
    async untilZero(of: string, ms: number): Promise<void> {
      const until = monotonicMs() + ms
      while (alive(of).length > 0) {
        if (monotonicMs() > until) throw new Error(`Expected ${of} to go to zero within ${ms} ms`)
        await pause(100)
      }
    },
  }
}
export type Pods = ReturnType<typeof watchPods>
