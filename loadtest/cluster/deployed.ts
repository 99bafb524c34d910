import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { stringify } from 'yaml'
import * as z from 'zod'
import { createClient, temporaryFolder } from '../system/glyphflow.ts'
import { findIngress, forwardTo } from './gateway-address.ts'
import { kubectl, startApiProxy } from './kubernetes/kubectl.ts'
import { followLogs } from './kubernetes/logs.ts'
import { watchPods } from './kubernetes/pods.ts'
import { watchWanted } from './kubernetes/wanted.ts'
import type { ClusterEnv } from './options.ts'
import { createDatabase } from './own-database.ts'
import { startLoad } from './pages.ts'

const ConfigMap = z.object({ data: z.record(z.string(), z.string()).default({}) })
const project = join(import.meta.dirname, '../..')
const restricted = Object.fromEntries(
  ['enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']),
)

/**
 * An overlay on own-eventing, as a user would write it: another namespace, the images that are to be tested, requests
 * that a small node has, and a window after which replicas end sooner.
 */
async function writeOverlay(folder: string, namespace: string, env: ClusterEnv): Promise<void> {
  const from = (...path: string[]) => relative(folder, join(project, ...path))
  const images = ['gateway', 'ocr', 'results', 'eventing'].map((name) => ({
    name: `dev.local/glyphflow/${name}`,
    newName: `${env.IMAGE_REGISTRY}/${name}`,
    newTag: env.IMAGE_TAG,
  }))
  const kustomization = {
    namespace,
    resources: [from('knative/overlays/own-eventing')],
    components: [from('loadtest/cluster/overlay'), from('knative/overlays/own-eventing/max-scale')],
    images,
  }
  await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization))
}

/** Domain of Knative's public host names. */
async function readDomain(): Promise<string> {
  const args = ['get', 'configmap', 'config-domain', '--namespace', 'knative-serving', '-o', 'json']
  const { data } = ConfigMap.parse(JSON.parse((await kubectl(args)).stdout))
  return Object.keys(data).find((key) => key !== '_example') ?? 'svc.cluster.local'
}

/** Secret `glyphflow` with new tokens. */
function secretOf(
  namespace: string,
  host: string,
  urls: Pick<ClusterEnv, 'KAFKA_BROKERS' | 'DATABASE_URL'>,
) {
  const token = () => randomBytes(32).toString('base64url')
  const stringData = {
    ...{ KAFKA_BROKERS: urls.KAFKA_BROKERS, DATABASE_URL: urls.DATABASE_URL },
    ...{ API_TOKEN: token(), INTERNAL_TOKEN: token(), ALLOWED_HOSTS: host },
  }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'glyphflow', namespace },
    stringData,
  }
}

export interface DeployOptions {
  env: ClusterEnv
  print: (line: string) => void
}

/** Deploys the pipeline into a new namespace; resolves when all parts are ready. */
export async function deploy({ env, print }: DeployOptions) {
  const namespace = `glyphflow-test-${Date.now().toString(36)}`
  const inside = (...args: string[]) => kubectl(['--namespace', namespace, ...args])
  const folder = await temporaryFolder()
  await writeOverlay(folder.path, namespace, env)
  const labelled = { name: namespace, labels: restricted }
  const { stdout: rendered } = await kubectl(['kustomize', folder.path])
  const host = `gateway.${namespace}.${await readDomain()}`
  const database = await createDatabase(env.DATABASE_URL, namespace.replaceAll('-', '_'))
  const secret = secretOf(namespace, host, { ...env, DATABASE_URL: database.url })
  const objects = [
    stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: labelled }),
    stringify(secret),
    rendered,
  ]
  const warnings = (await apply(objects.join('---\n'))).trim()
  const closing = new AbortController()
  const api = await startApiProxy()
  const pods = watchPods(api.url, namespace, closing.signal)
  const logs = followLogs(namespace, pods, closing.signal)
  const wait = ['wait', '--timeout=180s', '--for=condition=Ready', 'ksvc', '--all']
  await inside(...wait)
  await inside('wait', '--timeout=180s', '--for=condition=Available', 'deployment', '--all')
  const ingress = await findIngress(env.INGRESS_URL)
  let token = secret.stringData.API_TOKEN
  const forward = await forwardTo(ingress, host, () => token)
  const client = createClient(forward.url)
  await untilAnswers(client.url)
  const load = startLoad(forward.url)
  print(`Deployed into ${namespace}; ${host} by ${ingress}`)
  return {
    ...{ namespace, warnings, inside, pods, logs, load, client, print },
    wanted: watchWanted(api.url, namespace, closing.signal),
    /** Ends the connections to the gateway, the stream of changes among them, which is opened again. */
    cutConnections: forward.cutConnections,
    /** Log lines of pages that ocr has read. */
    reads: () => logs.of('ocr').filter(({ msg }) => msg === 'page read'),
    /** Reads the API's token again, after a rotation. */
    async readToken() {
      const args = ['get', 'secret', 'glyphflow', '-o', 'jsonpath={.data.API_TOKEN}']
      token = Buffer.from((await inside(...args)).stdout, 'base64').toString()
    },
    async remove() {
      load.stop()
      closing.abort()
      forward.close()
      api.stop()
      await kubectl(['delete', 'namespace', namespace, '--wait=false'])
      await database.drop()
      await folder.remove()
    },
  }
}
export type Deployed = Awaited<ReturnType<typeof deploy>>

/** Applies manifests on the server's side; resolves with the server's warnings. */
export async function apply(manifests: string, ...options: string[]): Promise<string> {
  const args = ['apply', '--server-side', ...options, '--filename', '-']
  return (await kubectl(args, { input: manifests })).stderr
}

async function untilAnswers(url: string): Promise<void> {
  const until = performance.now() + 60_000
  for (;;) {
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok) return
    if (performance.now() > until)
      throw new Error(`Expected ${url} to answer, got ${answer?.status}`)
    await pause(500)
  }
}
