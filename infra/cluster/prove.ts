// Applies what is ours to a real API server with Knative Serving, and fails on any warning of it.
//   KUBECONFIG=FILE [SERVING=FOLDER] npm run prove:api [-- PREFIX OF kubectl…]
// SERVING has Knative Serving's serving-crds.yaml and serving-core.yaml, for a cluster that is without. The prefix may
// be a command that enters the cluster's network.
import { spawnSync } from 'node:child_process'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { retry } from '../commands/context.ts'
import { settingsOf } from '../settings.ts'
import { limitsOf } from './limits.ts'
import { marksOf, type Outputs, renderPart } from './render.ts'

const outputs: Outputs = {
  address: '203.0.113.10',
  registry: 'us-central1-docker.pkg.dev/my-project/glyphflow',
  elastic_groups: ['0:5:https://google/instanceGroups/glyphflow-burst'],
}
const settings = settingsOf('available')
const prefix = process.argv.slice(2)
const serving = process.env.SERVING
let applied = 0

function kubectl(args: string[], input?: string) {
  const [command = 'kubectl', ...rest] = [...prefix, 'kubectl', ...args]
  const { status, stdout, stderr } = spawnSync(command, rest, { input, encoding: 'utf8' })
  if (status !== 0 || /warning/i.test(stderr)) {
    throw new Error(`kubectl ${args.join(' ')} ended with ${status}:\n${stderr}`)
  }
  return stdout
}

function apply(args: string[], input?: string) {
  const lines = kubectl(['apply', '--server-side', '--force-conflicts', ...args], input)
  applied += lines.trim().split('\n').length
  process.stdout.write(lines)
}

const namespaces = [
  ...['glyphflow', 'kourier-system', 'monitoring', 'knative-eventing', 'cnpg-system'],
  ...['kube-flannel', 'gce-pd-csi-driver'],
]
const items = namespaces.map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
}))
apply(['-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }))

const work = join(import.meta.dirname, '../work/prove')
async function applyPart(name: string, file?: string) {
  const folder = join(work, 'parts', name)
  await renderPart(name, folder, marksOf(settings, outputs, { tag: '0.1.0', folder }))
  if (name === 'serving' && serving) await cp(serving, folder, { recursive: true })
  apply(file ? ['-f', join(folder, file)] : ['-k', folder])
}
for (const name of ['priorities', 'cloud', 'autoscaler', 'monitoring']) await applyPart(name)
// Of releases that cannot be had here, only what is ours beside them.
await applyPart('disks', 'storage-class.yaml')
if (serving) await applyPart('serving')
else await applyPart('serving', 'config.yaml')
const limits = { apiVersion: 'v1', kind: 'List', items: limitsOf(settings) }
apply(['-f', '-'], JSON.stringify(limits))
// Knative's webhook starts, and reads its new features, a moment later.
await retry(
  { now: Date.now, sleep: (ms) => setTimeout(ms) },
  { forMs: 60_000, everyMs: 1_000 },
  () => applyPart('app-small'),
)
process.stdout.write(`${applied} objects applied without a warning\n`)
