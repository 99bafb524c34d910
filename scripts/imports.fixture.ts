import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export const project = join(import.meta.dirname, '..')

export interface Import {
  from: string
  /** A path from the project's root, or a package's name. */
  to: string
  isType: boolean
}

/** Imports of all TypeScript files below a folder of the project. */
export function importsBelow(folder: string): Import[] {
  return readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => importsOf(join(folder, name)))
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(project, from), 'utf8')
  return [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]/gm),
    ...text.matchAll(/\bimport()\('([^']+)'\)/g),
  ].map(([, type, specifier = '']) => ({
    from,
    to: specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier,
    isType: Boolean(type),
  }))
}
