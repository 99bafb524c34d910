import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildFailure, stop } from 'esbuild'
import { SettingsError } from '../../functions/shared/settings/env.ts'
import { bundleFunction } from './bundle-function.ts'
import { bundleSite } from './bundle-site.ts'
import { digestAt, type Inputs } from './inputs.ts'
import type { Sources } from './sources.ts'

export interface File {
  /** Below the folder of the build. */
  path: string
  contents: Uint8Array
}

export interface Build {
  files: File[]
  /** What it was made of. */
  inputs: Inputs
}

/**
 * Builds functions and the page: `functions/<name>/main.mjs`, `site/index.html` and what belongs to them. Throws
 * SettingsError with the place of a mistake.
 */
export async function build({ mains, web }: Sources): Promise<Build> {
  const inputs: Inputs = new Map()
  for (const path of toolFiles()) inputs.set(path, digestAt(path))
  const bundles = Object.entries(mains).map(([name, main]) => bundleFunction(name, main, inputs))
  if (web !== null) bundles.push(bundleSite(web, inputs))
  try {
    return { files: (await Promise.all(bundles)).flat(), inputs }
  } catch (error) {
    throw new SettingsError(`The functions and the page cannot be built: ${reasonOf(error)}`)
  } finally {
    // Its process would stay.
    await stop()
  }
}

/** What else a build depends on: the packages that are installed, and how it is built. */
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
