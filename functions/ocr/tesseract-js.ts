import { fileURLToPath } from 'node:url'
import { createWorker, OEM, PSM, type Page as TesseractPage, type Worker } from 'tesseract.js'
import { DeadlineError, type Engine, type Reading, UnreadableImageError } from './engine.ts'
import type { LanguageData } from './language-data.ts'

const workerPath = fileURLToPath(new URL('./tesseract-worker.ts', import.meta.url))

export interface TesseractJsOptions {
  data: LanguageData
  timeoutMs: number
}

/**
 * Tesseract compiled to WASM, in a worker thread of its own. The thread is made for the first page (or
 * by `warm`) and kept; past the deadline it is ended, because nothing else stops it.
 */
export function createTesseractJs({ data, timeoutMs }: TesseractJsOptions) {
  let current: { language: string; worker: Promise<Worker> } | undefined

  function workerFor(language: string): Promise<Worker> {
    if (current?.language === language) return current.worker
    const before = stop()
    const worker = before.then(() => startWorker(language, data))
    current = { language, worker }
    worker.catch(() => {
      current = undefined
    })
    return worker
  }

  async function stop(): Promise<void> {
    const stopped = current
    current = undefined
    await (await stopped?.worker.catch(() => undefined))?.terminate()
  }

  const engine: Engine = {
    name: 'tesseract.js 7.0.0',
    model: data.model,
    async recognize(image, language) {
      const worker = await workerFor(language)
      const deadline = Promise.withResolvers<never>()
      const timer = setTimeout(() => deadline.reject(new DeadlineError()), timeoutMs)
      try {
        const read = worker.recognize(Buffer.from(image), {}, { text: true, blocks: true })
        return toReading((await Promise.race([read, deadline.promise])).data)
      } catch (error) {
        if (error instanceof DeadlineError) await stop()
        // Errors of the worker arrive as strings; these are what it says of a picture it cannot decode.
        if (/attempting to read image|pix|image file/i.test(String(error))) {
          throw new UnreadableImageError(String(error))
        }
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    close: stop,
  }
  return { ...engine, warm: async (language: string) => void (await workerFor(language)) }
}

async function startWorker(language: string, { folder, gzip }: LanguageData): Promise<Worker> {
  const worker = await createWorker(language, OEM.LSTM_ONLY, {
    workerPath,
    langPath: folder,
    gzip,
    // Neither looks for nor leaves language data in the working folder.
    cacheMethod: 'none',
    // Without a handler a failed job would also throw in this thread and end the process.
    errorHandler: () => {},
  })
  // Its own default, one block, ruins pages with columns.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO })
  return worker
}

function toReading({ text, confidence, blocks }: TesseractPage): Reading {
  const words = (blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .flatMap((line) => line.words)
    .map(({ text, confidence, bbox: { x0, y0, x1, y1 } }) => ({
      text,
      confidence,
      box: [x0, y0, x1, y1] as [number, number, number, number],
    }))
  return { text, confidence, words }
}
