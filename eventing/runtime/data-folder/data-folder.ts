import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type Closing, closeFolder } from '../../../functions/shared/process/closed-folder.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'

/** Databases, with SQLite's files beside them, and copies made to repair or keep one. */
const databases = /^(store|log|lock|mended)\.sqlite/
/** Folders whose names other programs use too: only entries named like ours are closed. */
const sharedFolders = { bundles: /^[0-9a-f]{16}(\.|$)/, 'compile-cache': /^v\d+\.\d+\.\d+-/ }
/** Folders of `npm run postgres`, `npm run kafka` and `npm run observe`, which restrict their files themselves. */
const servers = /^(postgres|kafka-\d|prometheus)$/

/**
 * Restricts Glyphflow's files in a data folder to their owner, where an older version or a person left them
 * accessible to other users. Files of other programs stay unchanged. Logs the restricted files, and refusals.
 */
export function closeDataFolder(folder: string, logger: Logger): void {
  const path = realpathSync(folder)
  const isKnown = (name: string) => Object.hasOwn(sharedFolders, name) || servers.test(name)
  const closings = [
    closeFolder(path, (name) => databases.test(name), isKnown),
    ...Object.entries(sharedFolders).map(([name, ours]) =>
      closeFolder(join(path, name), (version) => ours.test(version)),
    ),
  ]
  logClosings(closings, path, logger)
}

function logClosings(closings: Closing[], dataDir: string, logger: Logger): void {
  const closed = closings.reduce((sum, each) => sum + each.closed, 0)
  if (closed > 0) {
    logger.warn({ dataDir, closed }, 'permissions of the data folder were restricted to its owner')
  }
  const [first, ...more] = closings.flatMap(({ refused }) => refused)
  if (first) {
    logger.warn(
      { ...first, more: more.length },
      'other users may be able to access files in the data folder',
    )
  }
}
