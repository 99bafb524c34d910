import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { PluginBuild } from 'esbuild'

/** Digests of the files that a build has read, by path. */
export type Inputs = Map<string, string>

export function digestOf(contents: Uint8Array | string): string {
  return createHash('sha256').update(contents).digest('hex')
}

/** Digest of a file's current content; a missing file counts as empty. */
export function digestAt(path: string): string {
  try {
    return digestOf(readFileSync(path))
  } catch {
    return digestOf('')
  }
}

/**
 * Reads all files of a build for esbuild, and records their digests: a file that changes during the build differs from
 * its digest afterwards. `toSource` may transform the source of a module.
 */
export function recordInputs(
  { onLoad }: PluginBuild,
  inputs: Inputs,
  toSource: (path: string, source: Buffer) => string | Uint8Array = (_, source) => source,
): void {
  onLoad({ filter: /(?:)/, namespace: 'file' }, async ({ path }) => {
    const source = await readFile(path)
    inputs.set(path, digestOf(source))
    return { contents: toSource(path, source), loader: 'default' }
  })
}
