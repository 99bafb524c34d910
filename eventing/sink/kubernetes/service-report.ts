import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import * as z from 'zod'
import type { SystemReport } from '../../../functions/shared/http/system-api.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'
import type { ServicePlan } from '../../pipeline/read-pipeline.ts'

type Services = SystemReport['services']

/** Label that Knative gives to the Deployment of each revision: the name of its Service. */
const serviceLabel = 'serving.knative.dev/service'

/** https://kubernetes.io/docs/reference/kubernetes-api/apps/deployment-v1/ */
const Deployments = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({ replicas: z.int().default(1) }),
      status: z.object({ readyReplicas: z.int().default(0) }),
    }),
  ),
})
type Deployments = z.infer<typeof Deployments>

export interface ServiceReportOptions {
  /** Files of the pod's service account. https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/ */
  folder?: string
  api?: string
}

/** Below the timeout of who asks for the report. */
const timeoutMs = 700

/**
 * Reports the replicas of a pipeline's Services, from the Deployments of their revisions. Null if Kubernetes does not
 * say: without a service account, or a Role that allows `list` of `deployments`.
 */
export async function createServiceReport(
  { services }: { services: Pick<ServicePlan, 'name'>[] },
  logger: Logger,
  options: ServiceReportOptions = {},
): Promise<() => Promise<Services>> {
  const { folder = '/var/run/secrets/kubernetes.io/serviceaccount' } = options
  const { api = 'https://kubernetes.default.svc' } = options
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null)
  const [ca, namespace] = await Promise.all([read('ca.crt'), read('namespace')])
  if (ca === null || namespace === null) return async () => null
  const dispatcher = new Agent({ connect: { ca, timeout: timeoutMs } })
  const path = `/apis/apps/v1/namespaces/${namespace.trim()}/deployments`
  const url = `${api}${path}?labelSelector=${encodeURIComponent(serviceLabel)}`
  let wasRefused = false

  async function list(): Promise<Deployments> {
    // Read for each request: Kubernetes replaces the token before it expires.
    const authorization = `Bearer ${(await read('token'))?.trim()}`
    const answer = await request(url, {
      ...{ dispatcher, headers: { authorization } },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (answer.statusCode === 200) return Deployments.parse(await answer.body.json())
    await answer.body.dump()
    throw new Error(`Kubernetes answered ${answer.statusCode}`)
  }

  return async () => {
    try {
      const { items } = await list()
      wasRefused = false
      return services.map(({ name }) => toService(name, items))
    } catch (error) {
      if (!wasRefused) logger.warn({ err: error }, 'replicas of Services are unknown')
      wasRefused = true
      return null
    }
  }
}

function toService(name: string, deployments: Deployments['items']) {
  const own = deployments.filter(({ metadata }) => metadata.labels[serviceLabel] === name)
  return {
    name,
    replicas: own.reduce((sum, { status }) => sum + status.readyReplicas, 0),
    wanted: own.reduce((sum, { spec }) => sum + spec.replicas, 0),
    ...{ inFlight: null, waiting: null, restarts: null, coldStarts: null, processes: null },
  }
}
