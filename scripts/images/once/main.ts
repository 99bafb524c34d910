import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runOnce, settingsFor } from './run-once.ts'

/**
 * node main.ts FOLDER…   runs each FOLDER/main.mjs of an image on one page: NODE_COMPILE_CACHE gets its code, and an
 *                        image that does not work is not built
 */
const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env

for (const folder of process.argv.slice(2)) {
  for (const settings of settingsFor(folder)) {
    const dataDir = await mkdtemp(join(tmpdir(), 'glyphflow-once-'))
    await runOnce({ folder, root: process.cwd(), dataDir, env: { ...env, ...settings } })
    await rm(dataDir, { recursive: true })
  }
}
