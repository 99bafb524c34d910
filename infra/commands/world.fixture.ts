import { images } from '../cluster/render.ts'
import type { Settings } from '../settings.ts'
import { managedGroupsOf } from '../settings.ts'
import { createCloud, runGcloud } from './gcloud.fixture.ts'
import { ToolError, type Tools } from './tools/tools.ts'

interface Failure {
  /** The call that fails, counted from 0. */
  at: number
  detail: string
  /** The call has its effect and fails then, as a cut connection does. */
  after?: boolean
}

/**
 * Scripted gcloud, terraform, kubectl, docker, npm and tar over one small Google Cloud: what they make is there for the
 * others, and making a thing twice is an error. Unknown commands are errors as well.
 */
export function createWorld(settings: Settings) {
  const { cluster } = settings
  const cloud = createCloud(settings)
  const applied: string[] = []
  const calls: string[] = []
  const tunnels = new Set<object>()
  /** Builders of images. */
  const installed = new Set(['docker'])
  let secret: string | undefined
  let secretsMade = 0
  let failure: Failure | undefined
  const json = JSON.stringify

  function terraform([verb]: string[]): string {
    if (verb === 'version' || verb === 'init') return ''
    if (verb === 'apply') {
      cloud.stands = true
      for (let index = 0; index < settings.controlPlanes; index++) {
        const name = `${cluster}-control-plane-${index}`
        if (!cloud.machines.has(name)) cloud.machines.set(name, 'RUNNING')
      }
      for (const { name, group } of managedGroupsOf(settings)) {
        if (!cloud.sizes.has(name)) cloud.sizes.set(name, group.min)
      }
      return ''
    }
    if (verb === 'destroy') {
      cloud.stands = false
      for (const each of [cloud.machines, cloud.sizes, cloud.pushed]) each.clear()
      return ''
    }
    if (verb !== 'output') throw new Error(`unknown: terraform ${verb}`)
    if (!cloud.stands) return '{}'
    const registry = `us-central1-docker.pkg.dev/my-project/${cluster}`
    return json({
      address: { value: settings.publicLink ? '203.0.113.10' : '' },
      registry: { value: registry },
      elastic_groups: { value: ['0:5:https://google/instanceGroups/burst'] },
    })
  }

  function kubectl(args: string[], input = ''): string {
    const line = args.filter((arg) => !arg.startsWith('--')).join(' ')
    if (line.startsWith('version')) return ''
    if (tunnels.size === 0) throw new Error('connection refused')
    if (line.includes('get /readyz')) return 'ok'
    if (line.startsWith('get nodes')) return 'nodes'
    if (line.startsWith('get pods')) return 'pods'
    if (line.includes('get secret')) return secret ? 'secret/glyphflow' : ''
    if (line.includes('create -f -')) {
      if (secret) throw new Error('AlreadyExists')
      secret = input
      secretsMade++
      return ''
    }
    if (line.includes('apply')) {
      applied.push(args.at(-1) ?? '')
      // The driver makes a disk for the database, the schedule a copy of the state.
      if (args.at(-1)?.includes('app-'))
        for (const set of [cloud.disks, cloud.snapshots]) set.add('pvc-1')
      return ''
    }
    if (/ (wait|rollout) /.test(` ${line} `)) {
      if (cloud.groupErrors.size > 0) throw new Error('timed out waiting for the condition')
      return ''
    }
    throw new Error(`unknown: kubectl ${line}`)
  }

  function npm(args: string[]): string {
    const [registry, tag] = ['--registry', '--tag'].map((name) => args[args.indexOf(name) + 1])
    for (const image of images.filter((each) => args.includes(each))) {
      const name = `${registry}/glyphflow/${image}:${tag}`
      if (cloud.pushed.has(name)) throw new Error(`${name} is pushed twice`)
      cloud.pushed.add(name)
    }
    return ''
  }

  const gitAnswers = (): Record<string, string> => ({
    'rev-parse': `${cloud.commit}\n`,
    diff: cloud.uncommitted,
  })

  function act(command: string, args: string[], input?: string): string {
    if (command === 'gcloud') return runGcloud(cloud, args)
    if (command === 'terraform') return terraform(args)
    if (command === 'kubectl') return kubectl(args.slice(args[0] === '--kubeconfig' ? 2 : 0), input)
    if (command === 'npm') return npm(args)
    if (command === 'git') return gitAnswers()[args[0] ?? ''] ?? ''
    if (command === 'tar' || installed.has(command)) return ''
    throw new Error(`unknown: ${command}`)
  }

  const tools: Tools = {
    run: async (command, args, options) => {
      const at = calls.push(`${command} ${args.join(' ')}`) - 1
      const fails = failure?.at === at ? failure : undefined
      const fail = (detail: string) => new ToolError(command, args, detail)
      if (fails && !fails.after) throw fail(fails.detail)
      let result: string
      try {
        result = act(command, args, options?.input)
      } catch (error) {
        throw fail(error instanceof Error ? error.message : String(error))
      }
      if (fails) throw fail(fails.detail)
      return result
    },
    start: () => {
      const tunnel = {}
      tunnels.add(tunnel)
      return { hasEnded: () => false, stop: async () => void tunnels.delete(tunnel) }
    },
  }

  return {
    tools,
    calls,
    applied,
    cloud,
    installed,
    /** Lets one call fail, counted from the present one. */
    failAt: (offset: number, rest: Partial<Failure> = {}) => {
      failure = { at: calls.length + offset, detail: 'connection reset', ...rest }
    },
    state: () => ({
      machines: Object.fromEntries(cloud.machines),
      sizes: Object.fromEntries(cloud.sizes),
      pushed: [...cloud.pushed].toSorted(),
      disks: [...cloud.disks],
      snapshots: [...cloud.snapshots],
      secret,
      secretsMade,
      tunnels: tunnels.size,
      stands: cloud.stands,
    }),
  }
}
