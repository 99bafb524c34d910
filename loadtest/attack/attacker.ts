import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { apply } from '../cluster/deployed.ts'
import { kubectl } from '../cluster/kubernetes/kubectl.ts'
import { monotonicMs } from '../figures/monotonic.ts'

const script = readFileSync(join(import.meta.dirname, 'attack.sh'), 'utf8')
/** Pause of the script before its attack. */
const reportsMs = 3000

export interface Attack {
  node: string
  /** Arguments of attack.sh. */
  args: [kind: 'node' | 'pod' | 'address' | 'cpu', seconds: number, target?: string]
}

/** Times of an attack by the clock of `monotonicMs`. */
export interface AttackTimes {
  fromMs: number
  toMs: number
}

/**
 * Runs attack.sh in privileged pods, which need nothing but the node's own tools and undo what they did even if their
 * node is cut off. `image` is one that the nodes have, with a shell and nsenter.
 */
export async function openAttacker(image: string) {
  const namespace = `glyphflow-attack-${Date.now().toString(36)}`
  const labels = { 'pod-security.kubernetes.io/enforce': 'privileged' }
  const metadata = { name: namespace, labels }
  await apply(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata }))
  let count = 0

  function podOf(name: string, { node, args }: Attack) {
    const host = ['nsenter', '--target', '1', '--mount', '--cgroup', '--net', '--']
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: {
        nodeName: node,
        ...{ hostPID: true, hostNetwork: true, restartPolicy: 'Never' },
        tolerations: [{ operator: 'Exists' }],
        terminationGracePeriodSeconds: 5,
        containers: [
          {
            name: 'attack',
            image,
            command: [...host, 'sh', '-c', script, 'attack.sh', ...args.map(String)],
            securityContext: { privileged: true, runAsUser: 0, runAsNonRoot: false },
          },
        ],
      },
    }
  }

  return {
    /** Resolves when all attacks, which run at the same time, have ended. */
    async run(attacks: Attack[]): Promise<AttackTimes> {
      const names = attacks.map(() => `attack-${++count}`)
      const pods = attacks.map((attack, index) => podOf(names[index] ?? '', attack))
      await apply(pods.map((pod) => JSON.stringify(pod)).join('\n---\n'))
      const all = names.map((name) => `pod/${name}`)
      const wait = (phase: string, seconds: number) =>
        kubectl([
          ...['wait', '--namespace', namespace, `--timeout=${seconds}s`],
          ...[`--for=jsonpath={.status.phase}=${phase}`, ...all],
        ])
      await wait('Running', 60)
      const fromMs = monotonicMs() + reportsMs
      const seconds = Math.max(...attacks.map(({ args }) => args[1]))
      await pause(reportsMs + seconds * 1000)
      const toMs = monotonicMs()
      await wait('Succeeded', 120)
      return { fromMs, toMs }
    },
    /** Ends attacks that still run. */
    close: () => kubectl(['delete', 'namespace', namespace, '--wait=false']),
  }
}
export type Attacker = Awaited<ReturnType<typeof openAttacker>>
