import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { settingsOf } from '../settings.ts'
import { evictionHard, kubeEnv, reserved } from './kube-env.ts'

/** The steps of the autoscaler's `extractAutoscalerVarFromKubeEnv`: one string, split at `;`, each at its first `=`. */
function parse(text: string): Record<string, string> {
  const [, value = ''] = text.match(/^AUTOSCALER_ENV_VARS: "(.*)"\n$/) ?? []
  return Object.fromEntries(
    value.split(';').map((pair) => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}

test('the autoscaler reads labels, taints and what a node keeps for itself', () => {
  const burst = parse(kubeEnv(settingsOf('default').burst))

  expect(burst).toEqual({
    os: 'linux',
    arch: 'amd64',
    os_distribution: 'ubuntu',
    kube_reserved: 'cpu=200m,memory=500Mi',
    evictionHard: 'memory.available=200Mi',
    node_labels: 'glyphflow.dev/pool=burst',
    node_taints: 'glyphflow.dev/spot=true:NoSchedule',
  })
})

test('a group without taints names none', () => {
  expect(parse(kubeEnv(settingsOf('default').base))).not.toHaveProperty('node_taints')
})

test('the reserved part is what the kubelets are configured with', () => {
  const script = readFileSync(join(import.meta.dirname, '../boot/control-plane.sh'), 'utf8')
  const [kube, system] = ['kubeReserved', 'systemReserved'].map((name) => {
    const [, cpu, memory] =
      script.match(new RegExp(`${name}: { cpu: (\\d+)m, memory: (\\d+)Mi }`)) ?? []
    return { cpu: Number(cpu), memory: Number(memory) }
  })

  expect(`${(kube?.cpu ?? 0) + (system?.cpu ?? 0)}m`).toBe(reserved.cpu)
  expect(`${(kube?.memory ?? 0) + (system?.memory ?? 0)}Mi`).toBe(reserved.memory)
  expect(script).toContain(`memory.available: ${evictionHard['memory.available']}`)
})
