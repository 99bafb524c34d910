import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pinReleases, readReleases } from '../cluster/releases.ts'
import { type ProfileName, settingsOf } from '../settings.ts'
import { temporaryFolder } from '../temporary-folder.fixture.ts'
import type { Context } from './context.ts'
import { createWorld } from './world.fixture.ts'

/** A table of releases with checksums, from a server of our own. */
export async function serveReleases() {
  const server = createServer((_, response) => response.end('kind: List'))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-releases-'))
  const path = join(folder, 'releases.json')
  const table = (await readReleases()).map((each) => ({
    ...each,
    url: `http://127.0.0.1:${port}/${each.name}`,
  }))
  await writeFile(path, JSON.stringify(table))
  await pinReleases(path)
  const close = async () => {
    server.close()
    await rm(folder, { recursive: true })
  }
  return { path, close }
}

/** A scripted Google without a cluster. Its clock goes on only by sleeping. */
export async function newCluster(profile: ProfileName = 'default') {
  const settings = settingsOf(profile)
  const world = createWorld(settings)
  const printed: string[] = []
  let clock = 0
  const context: Context = {
    settings,
    project: 'my-project',
    folder: await temporaryFolder(),
    tools: world.tools,
    print: (line) => void printed.push(line),
    now: () => clock,
    sleep: async (ms) => {
      clock += ms
    },
    synthesize: async () => '{}',
  }
  return { world, printed, context }
}

/** Number of calls of tools that the work makes. */
export async function countCalls(world: { calls: string[] }, work: () => Promise<void>) {
  const before = world.calls.length
  await work()
  return world.calls.length - before
}

/** Message of the error that the work ends with; undefined if with none. */
export const messageOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: Error) => error.message,
  )
