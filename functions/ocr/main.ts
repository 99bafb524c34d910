import { run } from '../shared/process/run.ts'
import { isWithoutSink, readEnv } from '../shared/settings/env.ts'
import { openEngine } from './engine/open-engine.ts'
import { ocrSettings } from './settings.ts'

await run(async () => {
  if (isWithoutSink(process.env)) {
    const { serveWithoutSink } = await import('../shared/http/without-sink.ts')
    return serveWithoutSink(process.env)
  }
  const env = readEnv(ocrSettings, process.env)
  const stuck = new AbortController()
  const engine = await openEngine(env, () => stuck.abort())
  // The modules of pages come first: loaded while the engine starts, they delay the first page on two cores.
  const { servePages } = await import('./serve-pages.ts')
  const warm = engine.warm(env.OCR_LANGUAGES[0] ?? 'eng')
  await Promise.all([warm, servePages({ engine, stuck: stuck.signal, env })])
})
