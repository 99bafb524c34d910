import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { Outputs } from '../../cluster/render.ts'
import type { Context } from '../context.ts'

async function terraform({ tools, folder, project }: Context, args: string[], show = false) {
  // Terraform acts with gcloud's login: no second one, no key file.
  const token = await tools.run('gcloud', ['auth', 'print-access-token', '--quiet'])
  return tools.run('terraform', args, {
    cwd: folder,
    show,
    env: {
      GOOGLE_OAUTH_ACCESS_TOKEN: token.trim(),
      TF_VAR_project: project,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
    },
  })
}

/** Writes the cluster as Terraform's JSON into its folder. */
async function writeStack({ folder, settings, synthesize }: Context) {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'main.tf.json'), await synthesize(settings))
}

export async function applyStack(context: Context) {
  await writeStack(context)
  await terraform(context, ['init', '-no-color'])
  await terraform(context, ['apply', '-auto-approve', '-no-color'], true)
}

export async function destroyStack(context: Context) {
  await writeStack(context)
  await terraform(context, ['init', '-no-color'])
  await terraform(context, ['destroy', '-auto-approve', '-no-color'], true)
}

const Values = z.object({
  address: z.object({ value: z.string() }),
  registry: z.object({ value: z.string() }),
  elastic_groups: z.object({ value: z.array(z.string()) }),
})

/** What the last apply made; undefined if there is no cluster. */
export async function outputsOf(context: Context): Promise<Outputs | undefined> {
  const text = await terraform(context, ['output', '-json', '-no-color'])
  const values = JSON.parse(text)
  if (Object.keys(values).length === 0) return undefined
  const { address, registry, elastic_groups } = Values.parse(values)
  return {
    address: address.value,
    registry: registry.value,
    elastic_groups: elastic_groups.value,
  }
}
