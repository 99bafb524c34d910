import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildFailure, stop } from 'esbuild'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import { bundleProcess } from './bundle-process.ts'
import { bundleSite } from './bundle-site.ts'
import { digestAt, type Inputs } from './inputs.ts'
import type { Sources } from './sources.ts'

export interface File {
  /** Relative to the folder of the build. */
  path: string
  contents: Uint8Array
}

export interface Build {
  files: File[]
  /** Files that the build was made from. */
  inputs: Inputs
}

/**
 * Builds processes and the page: `<folder>/main.mjs`, `site/index.html` and their assets. Throws SettingsError
 * with the location of an error.
 */
export async function build({ mains, web }: Sources): Promise<Build> {
  const inputs: Inputs = new Map()
  for (const path of toolFiles()) inputs.set(path, digestAt(path))
  const bundles = Object.entries(mains).map(([folder, main]) => bundleProcess(folder, main, inputs))
  if (web !== null) bundles.push(bundleSite(web, inputs))
  try {
    return { files: (await Promise.all(bundles)).flat(), inputs }
  } catch (error) {
    throw new SettingsError(`Cannot build the functions and the page: ${reasonOf(error)}`)
  } finally {
    // Ends esbuild's child process.
    await stop()
  }
}

/** Further dependencies of a build: the installed packages and the build scripts. */
function toolFiles(): string[] {
  const here = readdirSync(import.meta.dirname).map((name) => join(import.meta.dirname, name))
  const ofProject = ['node_modules/.package-lock.json', 'tsconfig.json', 'web/tsconfig.json']
  return [...here, ...ofProject.map((name) => join(import.meta.dirname, '../..', name))]
}

function reasonOf(error: unknown): string {
  const [first] = (error as Partial<BuildFailure>).errors ?? []
  if (!first) return String(error)
  const { location, text } = first
  return location ? `${location.file}:${location.line}: ${text}` : text
}
