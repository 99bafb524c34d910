import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { type BuildFailure, stop } from 'esbuild'
import { SettingsError } from '../../functions/shared/env.ts'
import type { Log } from '../../functions/shared/log.ts'
import { bundleFiles, type File } from './bundle-files.ts'
import { keepOnly, writeWhole } from './bundle-folder.ts'

export interface BundleOptions {
  /** Holds `<name>/main.ts` for each of the names. */
  from: string
  names: string[]
  /** Takes a folder for each version of them; those of other versions go. */
  to: string
  log: Log
}

/**
 * Makes few files of each function and resolves with their mains by name: a replica starts in half the time
 * that it needs to find and load some hundred modules. What is there from the last start is used as it is.
 * Where nothing can be written the mains are those of the sources. Throws SettingsError where one is wrong.
 */
export async function bundleFunctions(options: BundleOptions): Promise<Map<string, string>> {
  const { from, names, to, log } = options
  const files = await bundleAll(from, names)
  const version = versionOf(files)
  const folder = join(to, version)
  const mains = (folder: string, main: string) =>
    new Map(names.map((name) => [name, join(folder, name, main)]))
  try {
    const isThere = await access(folder).then(
      () => true,
      () => false,
    )
    if (!isThere) await writeWhole(folder, files)
    await keepOnly(version, to)
    return mains(folder, 'main.mjs')
  } catch (error) {
    log.warn({ err: error }, 'functions cannot be bundled here, their replicas start slower')
    return mains(from, 'main.ts')
  }
}

async function bundleAll(from: string, names: string[]): Promise<File[]> {
  try {
    return (await Promise.all(names.map((name) => bundleFiles(from, name)))).flat()
  } catch (error) {
    throw new SettingsError(`The functions in ${from} cannot be built: ${reasonOf(error)}`)
  } finally {
    // Its process would stay.
    await stop()
  }
}

function versionOf(files: File[]): string {
  const hash = createHash('sha256')
  for (const { path, contents } of files) hash.update(path).update('\0').update(contents)
  return hash.digest('hex').slice(0, 16)
}

function reasonOf(error: unknown): string {
  const [first] = (error as Partial<BuildFailure>).errors ?? []
  if (!first) return String(error)
  const { location, text } = first
  return location ? `${location.file}:${location.line}: ${text}` : text
}
