import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Entry points to build. */
export interface Sources {
  /** `main.ts` by folder of the bundle, such as `functions/ocr`; with symbolic links resolved. */
  mains: Record<string, string>
  /** Folder of the page; null for none. */
  web: string | null
}

/** Subfolders with a `main.ts`, by `<name>/<subfolder>`. */
export function findMains(folder: string, name: string): Sources['mains'] {
  const subfolders = existsSync(folder) ? readdirSync(folder).sort() : []
  const mains = subfolders
    .map((subfolder) => [`${name}/${subfolder}`, join(folder, subfolder, 'main.ts')] as const)
    .filter(([, main]) => existsSync(main))
    .map(([path, main]) => [path, realpathSync(main)])
  return Object.fromEntries(mains)
}
