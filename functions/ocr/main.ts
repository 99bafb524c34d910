import { run } from '../shared/process/run.ts'
import { readEnv } from '../shared/settings/env.ts'
import { openEngine } from './engine/open-engine.ts'
import { ocrSettings } from './settings.ts'

await run(async () => {
  const env = readEnv(ocrSettings, process.env)
  const stuck = new AbortController()
  const engine = await openEngine(env, () => stuck.abort())
  // The other modules are loaded while the engine starts.
  const serving = import('./serve-pages.ts').then(({ servePages }) =>
    servePages({ engine, stuck: stuck.signal, env }),
  )
  await Promise.all([engine.warm(env.OCR_LANGUAGES[0] ?? 'eng'), serving])
})
