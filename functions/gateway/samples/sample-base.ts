import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../../shared/http/problem.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { type Inspected, inspect, type PixelLimits } from '../submission/inspect.ts'

export interface SampleBase {
  /** Paths of the pictures, sorted; throws a 404 problem where there are none. */
  list(): Promise<string[]>
  /** Looks at a picture once for each version of it; throws a problem for one that would not be accepted. */
  inspect(path: string): Promise<Inspected>
  read(path: string): Promise<{ filename: string; image: Uint8Array }>
}

/** The pictures in a folder and the folders in it, known by their extensions. */
export function createSampleBase(
  folder: string,
  limits: PixelLimits & Pick<Settings, 'MAX_IMAGE_BYTES'>,
): SampleBase {
  /** By path, modification time and size; never the bytes. */
  const inspected = new Map<string, Inspected>()

  return {
    list: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      const pictures = entries.filter(
        (entry) => entry.isFile() && /\.(png|jpe?g|webp|gif|tiff?)$/i.test(entry.name),
      )
      if (pictures.length === 0) {
        throw new Problem(404, 'no-samples', 'Expected SAMPLES_DIR to be a folder with pictures')
      }
      return pictures.map((entry) => join(entry.parentPath, entry.name)).sort()
    },
    inspect: async (path) => {
      const { mtimeMs, size } = await stat(path)
      const version = `${path}\n${mtimeMs}\n${size}`
      const known = inspected.get(version)
      if (known) return known
      if (size > limits.MAX_IMAGE_BYTES) {
        throw new Problem(
          413,
          'too-large',
          `Expected samples of at most ${limits.MAX_IMAGE_BYTES} bytes`,
        )
      }
      const found = await inspect(await readFile(path), limits)
      inspected.set(version, found)
      return found
    },
    read: async (path) => ({ filename: basename(path), image: await readFile(path) }),
  }
}
