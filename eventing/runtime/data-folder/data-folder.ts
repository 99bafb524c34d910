import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { type Closing, closeFolder } from '../../../functions/shared/process/closed-folder.ts'
import type { Logger } from '../../../functions/shared/process/logger.ts'

/** Databases, with what SQLite and a person who mends or keeps one put beside them. */
const databases = /^(store|log|lock|mended)\.sqlite/
/** Folders that others may have under the same name: only versions of ours in them are closed. */
const partlyOurs = { bundles: /^[0-9a-f]{16}(\.|$)/, 'compile-cache': /^v\d+\.\d+\.\d+-/ }
/** Of `npm run postgres` and `npm run kafka`, which close what they write themselves. */
const servers = /^(postgres|kafka-\d)$/

/**
 * Closes what Glyphflow has in a data folder to the other users of this machine, where an older version or
 * another hand has left it open; what somebody else keeps there stays as it is. Says what was closed, and what
 * cannot be.
 */
export function closeDataFolder(folder: string, logger: Logger): void {
  const path = realpathSync(folder)
  const isKnown = (name: string) => Object.hasOwn(partlyOurs, name) || servers.test(name)
  const closings = [
    closeFolder(path, (name) => databases.test(name), isKnown),
    ...Object.entries(partlyOurs).map(([name, ours]) =>
      closeFolder(join(path, name), (version) => ours.test(version)),
    ),
  ]
  tell(closings, path, logger)
}

function tell(closings: Closing[], dataDir: string, logger: Logger): void {
  const closed = closings.reduce((sum, each) => sum + each.closed, 0)
  if (closed > 0) {
    logger.warn({ dataDir, closed }, 'permissions of the data folder were restricted to its owner')
  }
  const [first, ...more] = closings.flatMap(({ refused }) => refused)
  if (first) {
    logger.warn(
      { ...first, more: more.length },
      'other users may be able to use what is in the data folder',
    )
  }
}
