import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import { filesOf, type LanguageData, modelOf, pathOf } from '../../languages/language-data.ts'
import { type Pixels, requireAllPixels } from '../../preparation/pixels.ts'
import { hasDarkGround } from '../dark-ground.ts'
import { DeadlineError, type Engine, type ReadOptions, type Segmentation } from '../engine.ts'
import type { PlacedWord } from '../placed-word.ts'
import { type Reading, readingOf } from '../reading.ts'
import { toLangPath } from './lang-path.ts'
import { toSpix } from './spix.ts'

const workerPath = fileURLToPath(new URL('./worker.ts', import.meta.url))
const { version } = createRequire(import.meta.url)('tesseract.js/package.json')

const modes: Record<Segmentation, PSM> = {
  auto: PSM.AUTO,
  column: PSM.SINGLE_COLUMN,
  block: PSM.SINGLE_BLOCK,
}

/**
 * Px of the largest page that keeps the thread: WASM memory never shrinks, and the next picture is decoded beside it
 * within 512 MiB. A page of 1,600 × 2,200 px leaves 200 MB in this process. Resident memory is no criterion: it
 * includes memory that decoding has freed, so threads would be replaced after ordinary pages, at a quarter of the
 * throughput.
 */
const maxPixelsToKeepThread = 5_000_000

interface Current {
  language: string
  worker: Promise<Worker>
  /** Current values of Tesseract's variables, as JSON. */
  variables: string
}

/**
 * Engine that runs Tesseract, compiled to WASM, in a worker thread. The thread starts with the first page or
 * `warm`, and keeps the data of each language; it is terminated past the deadline, because nothing else stops it.
 * Script detection is not supported: it needs the larger core.
 */
export function createTesseractJs(data: LanguageData): Engine {
  const languages = [...data.keys()]
  let current: Current | undefined

  /** Throws for a language without data before the thread sees it: a failed load breaks the thread. */
  function workerFor(language: string): Promise<Worker> {
    if (current?.language === language) return current.worker
    filesOf(data, language)
    const worker = current
      ? current.worker.then((started) => loadLanguage(started, language))
      : startWorker(language, data)
    const started: Current = { language, worker, variables: '' }
    current = started
    worker.catch(() => {
      if (current === started) current = undefined
    })
    return worker
  }

  async function stop(): Promise<void> {
    const stopped = current
    current = undefined
    await (await stopped?.worker.catch(() => undefined))?.terminate()
  }

  async function prepare(worker: Worker, mode: PSM, pixels: Pixels): Promise<void> {
    const parameters = {
      tessedit_pageseg_mode: mode,
      user_defined_dpi: `${pixels.resolution}`,
      tessedit_do_invert: hasDarkGround(pixels) ? '1' : '0',
      preserve_interword_spaces: '1',
    }
    const variables = JSON.stringify(parameters)
    if (!current || current.variables === variables) return
    await worker.setParameters(parameters)
    current.variables = variables
  }

  async function recognize(pixels: Pixels, options: ReadOptions): Promise<Reading> {
    const { language, segmentation = 'auto', timeoutMs } = options
    requireAllPixels(pixels)
    const worker = await workerFor(language)
    const deadline = Promise.withResolvers<never>()
    const timer = setTimeout(() => deadline.reject(new DeadlineError()), timeoutMs)
    try {
      const read = prepare(worker, modes[segmentation], pixels).then(() =>
        worker.recognize(toSpix(pixels), {}, { text: false, tsv: true }),
      )
      const { data } = await Promise.race([read, deadline.promise])
      // The worker returns words in place of TSV (./words.ts), unknown to the package's types.
      return readingOf((data.tsv as PlacedWord[] | null) ?? [], pixels)
    } catch (error) {
      // A thread that failed is in an unknown state; it rejects with a string.
      await stop()
      throw error instanceof Error ? error : new Error(`tesseract.js: ${error}`)
    } finally {
      clearTimeout(timer)
      if (pixels.width * pixels.height > maxPixelsToKeepThread) await stop()
    }
  }

  return {
    name: `tesseract.js ${version}`,
    languages,
    modelOf: (language) => modelOf(data, language),
    recognize,
    warm: async (language) => void (await workerFor(language)),
    close: stop,
  }
}

/** Switches the thread to a language; terminates it on failure. */
async function loadLanguage(worker: Worker, language: string): Promise<Worker> {
  try {
    await worker.reinitialize(language, OEM.LSTM_ONLY)
    return worker
  } catch (error) {
    await worker.terminate()
    throw error
  }
}

function startWorker(language: string, data: LanguageData): Promise<Worker> {
  const paths = Object.fromEntries([...data].map(([code, file]) => [code, pathOf(file)]))
  return new Promise((resolve, reject) => {
    createWorker(language, OEM.LSTM_ONLY, {
      workerPath,
      langPath: toLangPath(paths),
      gzip: false,
      // No cache of language data in the working directory.
      cacheMethod: 'none',
      // The only report of a language that cannot be loaded. Without a handler, a failed job would also throw
      // in this thread and end the process.
      errorHandler: (error) => reject(new Error(`tesseract.js: ${error}`)),
    }).then(resolve, reject)
  })
}
