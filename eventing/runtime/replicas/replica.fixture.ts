import type { ReplicaProcess } from './process/replica-process.ts'

/** A replica without a process, which ends on demand. */
export function fakeReplica(port: number, changes: Partial<ReplicaProcess> = {}) {
  const ended = Promise.withResolvers<Awaited<ReplicaProcess['ended']>>()
  const process: ReplicaProcess = {
    pid: port,
    port,
    metricsPort: null,
    listenMs: () => null,
    startedAtMs: 0,
    healthy: async () => {},
    ended: ended.promise,
    isAlive: async () => true,
    kill: () => ended.resolve({ code: null, signal: 'SIGKILL' }),
    stop: async () => ended.resolve({ code: 0, signal: null }),
    ...changes,
  }
  return { process, end: (code: number) => ended.resolve({ code, signal: null }) }
}
