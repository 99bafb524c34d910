import * as z from 'zod'
import { machineOf } from '../../cost/prices.ts'
import { fixed, type Settings } from '../../settings.ts'
import { type Context, gcloud } from '../context.ts'
import { ToolError } from '../tools/tools.ts'

const apis = [
  'artifactregistry',
  'cloudresourcemanager',
  'compute',
  'iam',
  'iap',
  'logging',
  'oslogin',
  'secretmanager',
]

/** Throws unless the programs are there and gcloud is logged in. */
export async function checkTools({ tools }: Context) {
  await tools.run('terraform', ['version'])
  await tools.run('kubectl', ['version', '--client'])
  await tools.run('gcloud', ['auth', 'print-access-token', '--quiet'])
}

export async function enableApis(context: Context) {
  const names = apis.map((api) => `${api}.googleapis.com`)
  await gcloud(context, 'services', 'enable', ...names)
}

/** Throws unless something here can build images, so that it is known before the first machine costs anything. */
export async function checkBuilder({ tools }: Context) {
  for (const builder of ['docker', 'podman', 'buildah']) {
    try {
      await tools.run(builder, ['version'])
      return
    } catch (error) {
      if (!(error instanceof ToolError)) throw error
    }
  }
  throw new Error(
    'Expected docker, podman or buildah to be installed and to run: it builds the images. ' +
      'Get one: https://docs.docker.com/engine/install',
  )
}

const Quotas = z.object({
  quotas: z.array(z.object({ metric: z.string(), limit: z.number(), usage: z.number() })),
})

/** What quotas have to leave for what is always there, and for all burst machines. Balanced disks count as SSD. */
function needsOf({ controlPlanes, controlPlaneMachine, zones, base, burst, dataGib }: Settings) {
  const bases = base.min * zones.length
  const bursts = burst.max * zones.length
  const coresOf = (type: string) => machineOf(type).cores
  const cores = {
    unit: 'cores',
    always: coresOf(controlPlaneMachine) * controlPlanes + coresOf(base.machine) * bases,
    burst: coresOf(burst.machine) * bursts,
  }
  const disks = {
    unit: 'GB of disks',
    always: controlPlanes * (fixed.bootGib + fixed.stateGib) + bases * base.diskGib + dataGib,
    burst: burst.diskGib * bursts,
  }
  return { CPUS: cores, CPUS_ALL_REGIONS: cores, SSD_TOTAL_GB: disks }
}

/**
 * Throws if a quota does not allow what is always there; warns if one does not allow all burst machines. A cluster that
 * stands counts as used.
 */
export async function checkQuota(context: Context, stands: boolean) {
  const { settings, print } = context
  const described = [
    await gcloud(context, 'compute', 'regions', 'describe', settings.region, '--format=json'),
    await gcloud(context, 'compute', 'project-info', 'describe', '--format=json'),
  ]
  const quotas = described.flatMap((text) => Quotas.parse(JSON.parse(text)).quotas)
  for (const [name, { unit, always, burst }] of Object.entries(needsOf(settings))) {
    const quota = quotas.find(({ metric }) => metric === name)
    if (!quota) continue
    const free = quota.limit - quota.usage
    if (!stands && free < always) {
      throw new Error(
        `The cluster needs ${always} ${unit} in ${settings.region} and the quota ${name} leaves ${free}. Ask for ` +
          'more (https://console.cloud.google.com/iam-admin/quotas; not in a free trial), or use the profile lean',
      )
    }
    if (free < burst + (stands ? 0 : always)) {
      print(`      the quota ${name} leaves ${free} ${unit}: not all burst machines can be started`)
    }
  }
}
