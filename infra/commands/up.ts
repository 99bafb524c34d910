import type { Release } from '../cluster/releases.ts'
import type { Outputs } from '../cluster/render.ts'
import { orGroupErrors } from './checks/group-errors.ts'
import { checkBuilder, checkQuota, checkTools, enableApis } from './checks/preflight.ts'
import type { Context } from './context.ts'
import { projectTag, pushImages } from './images.ts'
import {
  createSecret,
  fetchReleases,
  installParts,
  installPipeline,
  releasesFor,
} from './install.ts'
import { linkOf } from './link.ts'
import { instancesOf, wakeMachines } from './power.ts'
import { runSteps } from './steps.ts'
import { applyStack, outputsOf } from './tools/terraform.ts'
import { fetchKubeconfig, withTunnel } from './tools/tunnel.ts'

/** Makes the cluster, or what is missing of it, and prints the link. */
export async function up(context: Context, releasesPath?: string) {
  let tag = ''
  let releases: Release[] = []
  let outputs: Outputs = { address: '', registry: '', elastic_groups: [] }
  await runSteps(
    context,
    [
      { name: 'Programs and login', usually: '3 s', run: () => checkTools(context) },
      {
        name: 'Releases: download and verify',
        usually: '10 s',
        run: async () => {
          releases = await releasesFor(context, releasesPath)
          await fetchReleases(context, releases)
        },
      },
      { name: 'APIs of the project', usually: '5 s, first 60 s', run: () => enableApis(context) },
      {
        name: 'Quota and builder of images',
        usually: '5 s',
        run: async () => {
          const stands = (await instancesOf(context)).length > 0
          await checkQuota(context, stands)
          if (!stands) await checkBuilder(context)
        },
      },
      {
        name: 'Network, identities and machines',
        usually: '60 to 90 s',
        run: async () => {
          await applyStack(context)
          const made = await outputsOf(context)
          if (!made) throw new Error('Expected outputs of terraform after apply')
          outputs = made
          await wakeMachines(context)
        },
      },
      {
        name: 'Images: build and push what is missing',
        usually: 'seconds, first 5 minutes',
        run: async () => {
          tag = await projectTag(context)
          await pushImages(context, outputs.registry, tag)
        },
      },
      {
        name: 'Control plane',
        usually: '2 to 3 minutes',
        run: () => fetchKubeconfig(context),
      },
      {
        name: 'Parts of the cluster',
        usually: '2 to 3 minutes',
        run: () =>
          orGroupErrors(context, () =>
            withTunnel(context, () => installParts(context, { outputs, tag, releases })),
          ),
      },
      {
        name: 'Pipeline',
        usually: '1 to 2 minutes',
        run: () =>
          orGroupErrors(context, () =>
            withTunnel(context, async () => {
              await createSecret(context, outputs)
              await installPipeline(context, outputs, tag)
            }),
          ),
      },
    ],
    'npm run up',
  )
  context.print(linkOf(outputs))
}
