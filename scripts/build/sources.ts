import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** What there is to build: files that processes and pages begin with. */
export interface Sources {
  /** `<name>/main.ts` by name, wherever links lead to it. */
  mains: Record<string, string>
  /** Folder of the page; null for none. */
  web: string | null
}

/** The functions of a folder: each folder in it that has a `main.ts`. */
export function findSources(functions: string, web: string): Sources {
  const names = existsSync(functions) ? readdirSync(functions).sort() : []
  const mains = names
    .map((name) => [name, join(functions, name, 'main.ts')] as const)
    .filter(([, main]) => existsSync(main))
    .map(([name, main]) => [name, realpathSync(main)])
  return { mains: Object.fromEntries(mains), web }
}
