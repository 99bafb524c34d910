import { basename, dirname, relative, sep } from 'node:path'
import { truthOf } from '../../pictures.ts'

/** A picture with its reference text. */
export interface Page {
  path: string
  /** Independent of the folder's location, so that runs can be compared. */
  name: string
  /** First folder below the common root; figures are also reported by group. */
  group: string
  truth: string | null
}

export async function toPages(paths: string[]): Promise<Page[]> {
  const root = commonFolder(paths)
  return Promise.all(
    paths.map(async (path) => ({
      ...{ path, ...nameIn(root, path) },
      truth: await truthOf(path).catch(() => null),
    })),
  )
}

/** A picture in the root itself belongs to a group named after the root. */
export function nameIn(root: string, path: string): { name: string; group: string } {
  const [first = '', ...rest] = relative(root, path).split(sep)
  const group = rest.length > 0 ? first : basename(root)
  return { name: [group, ...(rest.length > 0 ? rest : [first])].join('/'), group }
}

export function commonFolder(paths: string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep))
  const isShared = (part: string, index: number) => others.every((each) => each[index] === part)
  const end = first.findIndex((part, index) => !isShared(part, index))
  return first.slice(0, end === -1 ? undefined : end).join(sep)
}
