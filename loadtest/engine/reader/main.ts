import './without-own-data.ts'
import { readFile } from 'node:fs/promises'
import { openEngine } from '../../../functions/ocr/engine/open-engine.ts'
import { exitImmediately } from '../../../functions/ocr/exit-immediately.ts'
import type { PictureRead } from '../../../functions/ocr/reading/read-picture.ts'
import { run } from '../../../functions/shared/process/run.ts'
import { readEnv, SettingsError, settings } from '../../../functions/shared/settings/env.ts'
import { englishData } from '../../english.ts'
import { monotonicMs } from '../../figures/monotonic.ts'
import type { Answer, Message } from './messages.ts'
import { peakBytesOf } from './usage/peak-memory.ts'

/**
 * One engine in a forked process: reads each picture whose path it receives, like the function ocr, and starts in the
 * same order.
 */
const startedMs = monotonicMs()
const send = (message: Message) =>
  new Promise<void>((resolve) => process.send?.(message, undefined, {}, () => resolve()))

await run(async () => {
  const env = readEnv(
    settings.pick({
      OCR_ENGINE: true,
      OCR_LANGUAGES: true,
      TESSDATA_DIR: true,
      MAX_PIXELS: true,
      MAX_SIDE: true,
      PAGE_TIMEOUT_MS: true,
      SECOND_LOOKS: true,
    }),
    process.env,
  )
  const stuck = new AbortController()
  const engine = await openEngine(env, () => stuck.abort()).catch(async (error) => {
    if (!(error instanceof SettingsError)) throw error
    await send({ kind: 'absent', reason: error.message })
    return null
  })
  if (!engine) return
  const openedMs = monotonicMs()
  const language = env.OCR_LANGUAGES[0] ?? 'eng'
  const [{ readDecoded }, { decode }] = await Promise.all([
    import('../../../functions/ocr/reading/read-picture.ts'),
    import('../../../functions/ocr/preparation/decode.ts'),
    engine.warm(language),
  ])
  const how = { engine, limits: env, secondLooks: env.SECOND_LOOKS }
  const bare = process.env.BENCH_BARE === '1' ? await openBare(env.TESSDATA_DIR) : null
  const recognize = async (bytes: Buffer): Promise<Pick<PictureRead, 'text' | 'looks' | 'kept'>> =>
    bare ? bare(bytes) : readDecoded(() => decode(bytes, env), language, how)

  async function read(path: string): Promise<Answer> {
    const before = process.cpuUsage()
    const from = performance.now()
    const { text, looks, kept, failed } = await readFile(path)
      .then(recognize)
      .then((read) => ({ ...read, failed: null }))
      .catch((error: Error) => ({ text: '', looks: [], kept: null, failed: String(error) }))
    const seconds = (performance.now() - from) / 1000
    const { user, system } = process.cpuUsage(before)
    return {
      ...{ kind: 'answer', text, looks, kept, failed, seconds },
      cpuSeconds: (user + system) / 1e6,
      rssBytes: process.memoryUsage.rss(),
      peakBytes: await peakBytesOf('self'),
      answeredMs: monotonicMs(),
      isLast: stuck.signal.aborted,
    }
  }

  process.on('message', async (path) => {
    await send(await read(String(path)))
    if (stuck.signal.aborted) exitImmediately()
  })
  process.once('disconnect', async () => {
    await engine.close()
    process.exit()
  })
  const warmMs = monotonicMs()
  await send({
    ...{ kind: 'ready', engine: engine.name, model: engine.modelOf(engine.languages.join('+')) },
    rssBytes: process.memoryUsage.rss(),
    marks: { startedMs, openedMs, warmMs },
  })
})

/** tesseract.js alone, with the same data. */
async function openBare(tessdataDir: string | undefined) {
  const { openBareWorker } = await import('../../bench/bare-tesseract-js.ts')
  const { read } = await openBareWorker(englishData(tessdataDir))
  return async (bytes: Buffer) => ({ text: await read(bytes), looks: [], kept: null })
}
