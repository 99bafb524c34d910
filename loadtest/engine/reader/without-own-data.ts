import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Imported before anything else: with BENCH_MODEL=npm the machine seems to have no language data of its own. */
if (process.env.BENCH_MODEL === 'npm') {
  const { existsSync } = fs
  fs.existsSync = (path) => !String(path).endsWith('.traineddata') && existsSync(path)
  syncBuiltinESMExports()
}
