import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Build } from './build.ts'
import { digestAt, digestOf } from './inputs.ts'
import type { Sources } from './sources.ts'
import { writeFiles } from './write-files.ts'

// <folder>/<version>/functions/…, site/…   a build, complete as soon as it has this name
// <folder>/<version>/record                the sources, and a line for each file read or written: digest, path
// <folder>/<version>.<pid>                 lease of a process that runs the build
// <folder>/<version>.unfinished.<pid>      a build that is being written

const version = /^[0-9a-f]{16}$/
const lease = /^([0-9a-f]{16})\.(\d+)$/
const unfinished = /^[0-9a-f]{16}\.unfinished\.\d+$/

/** Finds an up-to-date build of these sources; null if there is none. */
export async function findBuild(folder: string, sources: Sources): Promise<string | null> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((name) => version.test(name))) {
    const path = join(folder, name)
    if (await isFresh(path, name, sources)) return path
  }
  return null
}

async function isFresh(path: string, name: string, sources: Sources): Promise<boolean> {
  const record = await readFile(join(path, 'record'), 'utf8').catch(() => '')
  const [first, ...lines] = record.trimEnd().split('\n')
  if (first !== JSON.stringify(sources) || versionOf(record) !== name) return false
  return lines.every((line) => {
    const [digest, file = ''] = line.split(/ (.*)/)
    return digestAt(resolve(path, file)) === digest
  })
}

const versionOf = (record: string) => digestOf(record).slice(0, 16)

/** Adds a build atomically; several processes may add the same one. */
export async function addBuild(folder: string, sources: Sources, build: Build): Promise<string> {
  const record = recordOf(sources, build)
  const name = versionOf(record)
  const path = join(folder, name)
  const part = `${path}.unfinished.${process.pid}`
  await rm(part, { recursive: true, force: true })
  await writeFiles(part, [...build.files, { path: 'record', contents: Buffer.from(record) }])
  try {
    await rename(part, path)
  } catch {
    // Another process was first, or the existing build is damaged.
    if (await isFresh(path, name, sources)) return path
    await rm(path, { recursive: true, force: true })
    await rename(part, path)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
  return path
}

function recordOf(sources: Sources, { inputs, files }: Build): string {
  const read = [...inputs].map(([path, digest]) => `${digest} ${path}`)
  const written = files.map(({ path, contents }) => `${digestOf(contents)} ${path}`)
  return [JSON.stringify(sources), ...read.sort(), ...written.sort(), ''].join('\n')
}

/**
 * Records a lease for the process, which keeps the build, and removes builds without a running process that were not
 * started for a day. Does nothing if the folder is not writable.
 */
export async function keepBuild(path: string, pid: number): Promise<void> {
  try {
    await writeFile(`${path}.${pid}`, '')
    await utimes(path, new Date(), new Date())
    await removeOldBuilds(dirname(path))
  } catch {}
}

const dayMs = 24 * 60 * 60_000

async function removeOldBuilds(folder: string): Promise<void> {
  const names = await readdir(folder)
  const leases = names.flatMap((name) => {
    const [, build = '', pid] = lease.exec(name) ?? []
    return pid === undefined ? [] : [{ name, build, isHeld: isRunning(Number(pid)) }]
  })
  const held = new Set(leases.filter(({ isHeld }) => isHeld).map(({ build }) => build))
  const ended = leases.filter(({ isHeld }) => !isHeld).map(({ name }) => name)
  const builds = names.filter((name) => version.test(name) || unfinished.test(name))
  const old: string[] = []
  for (const name of builds) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > dayMs && !held.has(name)) old.push(name)
  }
  for (const name of [...ended, ...old]) {
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
