import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Preloaded: with BENCH_MODEL=npm the machine appears to have no language data. */
if (process.env.BENCH_MODEL === 'npm') {
  const { existsSync } = fs
  fs.existsSync = (path) => !String(path).endsWith('.traineddata') && existsSync(path)
  syncBuiltinESMExports()
}
