import * as z from 'zod'
import { type Context, gcloud } from '../context.ts'

/** What may be left of a cluster, by the command that lists it: labelled, or else part of its network. */
const kinds = (cluster: string): [kind: string[], filter: string][] => {
  const labelled = `labels.glyphflow=${cluster}`
  const inNetwork = `network~/${cluster}$`
  return [
    [['compute', 'instances'], labelled],
    [['compute', 'disks'], labelled],
    [['compute', 'snapshots'], labelled],
    [['compute', 'addresses'], labelled],
    [['compute', 'forwarding-rules'], `${labelled} OR ${inNetwork}`],
    [['compute', 'instance-templates'], `properties.labels.glyphflow=${cluster}`],
    [['compute', 'firewall-rules'], inNetwork],
    [['compute', 'routers'], inNetwork],
    [['compute', 'networks'], `name=${cluster}`],
    [['secrets'], labelled],
    [['artifacts', 'repositories'], labelled],
    [['iam', 'service-accounts'], `email~^${cluster}-(node|control-plane)@`],
  ]
}

const Found = z.array(z.object({ name: z.string(), zone: z.string().optional() }))

const list = async (context: Context, kind: string[], filter: string) => {
  const text = await gcloud(
    context,
    ...[...kind, 'list', `--filter=${filter}`, '--format=json(name,zone)'],
  )
  return Found.parse(JSON.parse(text)).map(({ name, zone }) => ({
    name: name.split('/').at(-1) ?? name,
    zone: zone?.split('/').at(-1),
  }))
}

/** Deletes what Terraform does not know: disks that the cluster claimed, snapshots that its schedule took. */
export async function deleteUnknown(context: Context) {
  const filter = `labels.glyphflow=${context.settings.cluster}`
  for (const { name, zone } of await list(context, ['compute', 'disks'], filter)) {
    await gcloud(context, 'compute', 'disks', 'delete', name, `--zone=${zone}`)
  }
  for (const { name } of await list(context, ['compute', 'snapshots'], filter)) {
    await gcloud(context, 'compute', 'snapshots', 'delete', name)
  }
}

/** Everything of the cluster that is still there, as `kind name`. */
export async function leftoversOf(context: Context): Promise<string[]> {
  const all: string[] = []
  for (const [kind, filter] of kinds(context.settings.cluster)) {
    const found = await list(context, kind, filter)
    all.push(...found.map(({ name }) => `${kind.join(' ')} ${name}`))
  }
  return all
}
