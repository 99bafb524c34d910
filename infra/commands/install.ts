import { randomBytes } from 'node:crypto'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { limitsOf } from '../cluster/limits.ts'
import { type Part, partsOf } from '../cluster/parts.ts'
import { fetchRelease, type Release, readReleases, requirePinned } from '../cluster/releases.ts'
import { domainOf, marksOf, type Outputs, renderPart } from '../cluster/render.ts'
import { type Context, kubectl, retry } from './context.ts'

const repository = join(import.meta.dirname, '../..')

/** Releases that the cluster's parts need. */
export async function releasesFor({ settings }: Context, path?: string): Promise<Release[]> {
  const names = partsOf(settings).flatMap(({ releases }) => releases)
  return (await readReleases(path)).filter(({ name }) => names.includes(name))
}

/** Downloads and verifies all of them before a machine costs anything. */
export async function fetchReleases(context: Context, releases: Release[]) {
  requirePinned(releases)
  for (const release of releases) await fetchRelease(release, join(context.folder, 'releases'))
}

const apply = (context: Context, ...args: string[]) =>
  // A definition is not established at once: what uses it is refused, and taken at the next try.
  retry(context, { forMs: 60_000, everyMs: 3_000 }, () =>
    kubectl(context, ['apply', '--server-side', '--force-conflicts', ...args]),
  )

async function applyPart(context: Context, part: Part, releases: Release[], marks: Marks) {
  const folder = join(context.folder, 'parts', part.name)
  await renderPart(part.name, folder, marks(folder))
  for (const release of releases.filter(({ name }) => part.releases.includes(name))) {
    const path = await fetchRelease(release, join(context.folder, 'releases'))
    if (release.file.endsWith('.tar.gz')) {
      await mkdir(join(folder, 'release'), { recursive: true })
      const into = ['-C', join(folder, 'release'), '--strip-components=1']
      await context.tools.run('tar', ['-xzf', path, ...into])
    } else await copyFile(path, join(folder, release.file))
  }
  await apply(context, '-k', folder)
  for (const args of part.ready) await kubectl(context, args)
}

type Marks = (folder: string) => ReturnType<typeof marksOf>

/** Kubernetes' own parts and those that the pipeline needs, in order. */
export async function installParts(
  context: Context,
  { outputs, tag, releases }: { outputs: Outputs; tag: string; releases: Release[] },
) {
  const { settings, print } = context
  const marks: Marks = (folder) => marksOf(settings, outputs, { tag, folder })
  await apply(context, '-k', join(repository, 'knative/cluster'))
  for (const part of partsOf(settings)) {
    print(`      ${part.name}`)
    await applyPart(context, part, releases, marks)
  }
  if (settings.overlay === 'production') {
    await apply(context, '-k', join(repository, 'knative/cluster/eventing'))
  }
  const items = limitsOf(settings)
  const list = { apiVersion: 'v1', kind: 'List', items }
  await retry(context, { forMs: 60_000, everyMs: 3_000 }, () =>
    kubectl(
      context,
      ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      JSON.stringify(list),
    ),
  )
}

/** Tokens and passwords of the pipeline: made once, never changed by a later `up`. */
export async function createSecret(context: Context, outputs: Outputs) {
  const namespaced = ['--namespace=glyphflow']
  const found = await kubectl(context, [
    ...['get', 'secret', 'glyphflow', '--ignore-not-found', '--output=name'],
    ...namespaced,
  ])
  if (found.trim()) return
  const random = () => randomBytes(32).toString('hex')
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'glyphflow', namespace: 'glyphflow' },
    stringData: {
      API_TOKEN: random(),
      INTERNAL_TOKEN: random(),
      POSTGRES_PASSWORD: random(),
      ALLOWED_HOSTS: `gateway.glyphflow.${domainOf(outputs)}`,
    },
  }
  await kubectl(context, ['create', '-f', '-'], JSON.stringify(secret))
}

/** The pipeline itself, until all its Services are ready. */
export async function installPipeline(context: Context, outputs: Outputs, tag: string) {
  const { settings } = context
  const name = `app-${settings.overlay}`
  const folder = join(context.folder, 'parts', name)
  await renderPart(name, folder, marksOf(settings, outputs, { tag, folder }))
  await apply(context, '-k', folder)
  await kubectl(context, [
    ...['wait', '--for=condition=Ready', 'ksvc', '--all'],
    ...['--namespace=glyphflow', '--timeout=600s'],
  ])
}
