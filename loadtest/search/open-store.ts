import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../../functions/shared/process/logger.ts'
import { openPostgresStore } from '../../functions/shared/store/postgres/store.ts'
import { openSqliteStore } from '../../functions/shared/store/sqlite/store.ts'
import type { Store } from '../../functions/shared/store/store.ts'
import { createPostgres } from '../../scripts/servers/postgres/server.ts'
import { temporaryFolder } from '../system/glyphflow.ts'

interface Opened {
  store: Store
  /** Data folder and settings of a Glyphflow over the same store. */
  dataDir: string
  env: Record<string, string>
  remove: () => Promise<void>
}

interface Options {
  /** Folder that is kept; else a temporary one. */
  folder: string | undefined
  logger: Logger
}

export const open = {
  async sqlite({ folder }: Options): Promise<Opened> {
    const { path, remove } = folder
      ? { path: folder, remove: async () => {} }
      : await temporaryFolder()
    await mkdir(path, { recursive: true })
    return { store: openSqliteStore(join(path, 'store.sqlite')), dataDir: path, env: {}, remove }
  },

  async postgres({ logger }: Options): Promise<Opened> {
    const { path, remove } = await temporaryFolder()
    const server = await createPostgres({ settings: { fsync: 'off' } })
    await server.start()
    const onUnusable = (error: Error) => {
      throw error
    }
    return {
      store: await openPostgresStore(server.url, { logger, onUnusable }),
      ...{ dataDir: path, env: { DATABASE_URL: server.url } },
      async remove() {
        await server.remove()
        await remove()
      },
    }
  },
}
