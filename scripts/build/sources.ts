import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Entry points to build. */
export interface Sources {
  /** `<name>/main.ts` by name, with symbolic links resolved. */
  mains: Record<string, string>
  /** Folder of the page; null for none. */
  web: string | null
}

/** Functions in a folder: its subfolders with a `main.ts`. */
export function findSources(functions: string, web: string): Sources {
  const names = existsSync(functions) ? readdirSync(functions).sort() : []
  const mains = names
    .map((name) => [name, join(functions, name, 'main.ts')] as const)
    .filter(([, main]) => existsSync(main))
    .map(([name, main]) => [name, realpathSync(main)])
  return { mains: Object.fromEntries(mains), web }
}
