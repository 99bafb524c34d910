import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { LanguageData } from '../../language-data.ts'
import {
  DeadlineError,
  type Engine,
  type Reading,
  type ReadOptions,
  type Segmentation,
  UnreadableImageError,
} from '../engine.ts'
import { wordsOf } from '../words.ts'

const workerPath = fileURLToPath(new URL('./worker.ts', import.meta.url))
const { version } = createRequire(import.meta.url)('tesseract.js/package.json')

const modes: Record<Segmentation, PSM> = {
  auto: PSM.AUTO,
  column: PSM.SINGLE_COLUMN,
  block: PSM.SINGLE_BLOCK,
  sparse: PSM.SPARSE_TEXT,
}

/**
 * Tesseract compiled to WASM, in a worker thread of its own. The thread is made for the first page (or
 * by `warm`) and kept; past the deadline it is ended, because nothing else stops it.
 */
export function createTesseractJs(data: LanguageData): Engine {
  let current: { language: string; worker: Promise<Worker>; mode: PSM | null } | undefined

  function workerFor(language: string): Promise<Worker> {
    if (current?.language === language) return current.worker
    const before = stop()
    const worker = before.then(() => startWorker(language, data))
    current = { language, worker, mode: null }
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

  async function setMode(worker: Worker, mode: PSM): Promise<void> {
    if (!current || current.mode === mode) return
    await worker.setParameters({ tessedit_pageseg_mode: mode })
    current.mode = mode
  }

  async function recognize(image: Uint8Array, options: ReadOptions): Promise<Reading> {
    const { language, segmentation = 'auto', timeoutMs } = options
    const worker = await workerFor(language)
    const deadline = Promise.withResolvers<never>()
    const timer = setTimeout(() => deadline.reject(new DeadlineError()), timeoutMs)
    try {
      const read = setMode(worker, modes[segmentation]).then(() =>
        worker.recognize(Buffer.from(image), {}, { text: true, tsv: true }),
      )
      const { text, confidence, tsv } = (await Promise.race([read, deadline.promise])).data
      return { text, confidence, words: wordsOf(tsv ?? '') }
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
  }

  return {
    name: `tesseract.js ${version}`,
    model: data.model,
    recognize,
    warm: async (language) => void (await workerFor(language)),
    close: stop,
  }
}

function startWorker(language: string, { folder, gzip }: LanguageData): Promise<Worker> {
  return new Promise((resolve, reject) => {
    createWorker(language, OEM.LSTM_ONLY, {
      workerPath,
      langPath: folder,
      gzip,
      // Neither looks for nor leaves language data in the working folder.
      cacheMethod: 'none',
      // Only this hears of a language that cannot be loaded. Without it a failed job would also throw in
      // this thread and end the process.
      errorHandler: (error) => reject(new Error(`tesseract.js: ${error}`)),
    }).then(resolve, reject)
  })
}
