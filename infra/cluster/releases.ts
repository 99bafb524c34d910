import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'

const Release = z.strictObject({
  name: z.string(),
  version: z.string(),
  /** Name below which kustomizations of `parts/` find it. */
  file: z.string(),
  url: z.string(),
  /** null until `npm run releases -- --pin` has computed it. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})

export type Release = z.infer<typeof Release>

export const releasesPath = join(import.meta.dirname, 'releases.json')

export async function readReleases(path = releasesPath): Promise<Release[]> {
  return z.array(Release).parse(JSON.parse(await readFile(path, 'utf8')))
}

export const urlOf = ({ url, version }: Release) => url.replaceAll('{version}', version)

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function download(release: Release): Promise<Uint8Array> {
  const url = urlOf(release)
  const response = await fetch(url, { signal: AbortSignal.timeout(120_000) }).catch((cause) => {
    throw new Error(`Cannot download ${url}: no connection`, { cause })
  })
  if (!response.ok) throw new Error(`Cannot download ${url}: HTTP ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** Throws if one of the releases has no checksum: nothing unverified is applied. */
export function requirePinned(releases: Release[]) {
  const open = releases.filter(({ sha256 }) => sha256 === null).map(({ name }) => name)
  if (open.length > 0) {
    throw new Error(
      `No checksum in cluster/releases.json of ${open.join(', ')}: ` +
        'run "npm run releases -- --pin", look at what it changed, and commit it',
    )
  }
}

/** Path of a release in the folder, downloaded unless it is there. Throws if it is not what the checksum says. */
export async function fetchRelease(release: Release, folder: string): Promise<string> {
  requirePinned([release])
  const path = join(folder, `${release.name}-${release.version}-${release.file}`)
  const kept = await readFile(path).catch(() => undefined)
  if (kept && hashOf(kept) === release.sha256) return path
  const bytes = await download(release)
  const sha256 = hashOf(bytes)
  if (sha256 !== release.sha256) {
    throw new Error(
      `Expected ${urlOf(release)} to have the checksum ${release.sha256}, got ${sha256}`,
    )
  }
  await mkdir(folder, { recursive: true })
  await writeFile(path, bytes)
  return path
}

/**
 * Downloads all releases and writes their checksums into the table. One that cannot be had keeps what it has: a profile
 * without it can be made all the same.
 */
export async function pinReleases(path = releasesPath) {
  const changed: string[] = []
  const failed: string[] = []
  const pinned: Release[] = []
  for (const release of await readReleases(path)) {
    try {
      const sha256 = hashOf(await download(release))
      if (sha256 !== release.sha256) changed.push(release.name)
      pinned.push({ ...release, sha256 })
    } catch (error) {
      failed.push(error instanceof Error ? error.message : String(error))
      pinned.push(release)
    }
  }
  await writeFile(path, `${JSON.stringify(pinned, null, 2)}\n`)
  return { changed, failed }
}
