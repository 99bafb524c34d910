import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Problem } from '../../shared/http/problem.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { type InspectLimits, inspect, type OriginalInfo } from '../submission/inspect.ts'

export interface SampleFolder {
  /** Sorted paths of the images; throws a 404 problem if there are none. */
  list(): Promise<string[]>
  /** Inspects each version of an image once; throws a problem for an image that is not accepted. */
  inspect(path: string): Promise<OriginalInfo>
  read(path: string): Promise<{ filename: string; image: Uint8Array }>
}

/** Images in a folder and its subfolders, selected by extension. */
export function createSampleFolder(
  folder: string,
  limits: InspectLimits & Pick<Settings, 'MAX_IMAGE_BYTES'>,
): SampleFolder {
  /** By path, modification time and size. */
  const inspected = new Map<string, OriginalInfo>()

  return {
    list: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        () => [],
      )
      const images = entries.filter(
        (entry) => entry.isFile() && /\.(png|jpe?g|webp|gif|tiff?|avif)$/i.test(entry.name),
      )
      if (images.length === 0) {
        throw new Problem(404, 'no-samples', 'Expected SAMPLES_DIR to be a folder with images')
      }
      return images.map((entry) => join(entry.parentPath, entry.name)).sort()
    },
    inspect: async (path) => {
      const { mtimeMs, size } = await stat(path)
      const version = `${path}\n${mtimeMs}\n${size}`
      const cached = inspected.get(version)
      if (cached) return cached
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
