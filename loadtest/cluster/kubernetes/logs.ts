import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Pods } from './pods.ts'

const Line = z.looseObject({ msg: z.string().optional() })
export interface LogLine extends z.infer<typeof Line> {
  pod: string
  /** Name of the pod's Service or Deployment. */
  of: string
  /** Arrival here, by the clock of `monotonicMs`. */
  atMs: number
}

/** Follows the logs of every pod of a namespace, of pods that end as well; keeps lines of JSON. */
export function followLogs(namespace: string, pods: Pods, signal: AbortSignal) {
  const lines: LogLine[] = []
  const followed = new Set<string>()

  function follow({ name, of }: { name: string; of: string }): void {
    followed.add(name)
    const args = ['logs', '--namespace', namespace, '--follow', '--all-containers', name]
    const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'ignore'], signal })
    child.on('error', () => {})
    // Containers may not have started: the logs are asked for again.
    child.on('close', (code) => code !== 0 && followed.delete(name))
    createInterface(child.stdout).on('line', (text) => {
      const line = Line.safeParse(asJson(text))
      if (line.success) lines.push({ ...line.data, pod: name, of, atMs: monotonicMs() })
    })
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      for (const pod of pods.all()) {
        if (pod.runningMs && !pod.goneMs && !followed.has(pod.name)) follow(pod)
      }
      await pause(200)
    }
  }

  void run()
  return { all: () => lines, of: (name: string) => lines.filter(({ of }) => of === name) }
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
