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
 * Px of a page after which the thread is ended and made anew: memory of WASM never shrinks, and the next picture is to
 * be decoded beside it within 512 MiB. A page of 1,600 × 2,200 px leaves 200 MB in this process. Not told by the
 * process's resident memory: what decoding has given back counts in it for a while, and threads would be made anew
 * after ordinary pages, at a quarter of the throughput.
 */
const maxKeptPixels = 5_000_000

interface Current {
  language: string
  worker: Promise<Worker>
  /** Variables of Tesseract that it was given last. */
  variables: string
}

/**
 * Tesseract compiled to WASM, in a worker thread of its own. The thread is made for the first page (or
 * by `warm`) and kept, as is the data of each language that it has read in; past the deadline it is ended,
 * because nothing else stops it. It cannot tell scripts: that would need the larger core.
 */
export function createTesseractJs(data: LanguageData): Engine {
  const languages = [...data.keys()]
  let current: Current | undefined

  /** Throws where there is no data: the thread would be of no use afterwards. */
  function workerFor(language: string): Promise<Worker> {
    if (current?.language === language) return current.worker
    filesOf(data, language)
    const worker = current
      ? current.worker.then((started) => turnTo(started, language))
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
    const wanted = {
      tessedit_pageseg_mode: mode,
      user_defined_dpi: `${pixels.resolution}`,
      tessedit_do_invert: hasDarkGround(pixels) ? '1' : '0',
      preserve_interword_spaces: '1',
    }
    const variables = JSON.stringify(wanted)
    if (!current || current.variables === variables) return
    await worker.setParameters(wanted)
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
      // What our worker tells as its TSV (./words.ts); the package's types do not know it.
      return readingOf((data.tsv as PlacedWord[] | null) ?? [])
    } catch (error) {
      // Nobody knows what state a thread is in that failed; what it says of it is a string.
      await stop()
      throw error instanceof Error ? error : new Error(`tesseract.js: ${error}`)
    } finally {
      clearTimeout(timer)
      if (pixels.width * pixels.height > maxKeptPixels) await stop()
    }
  }

  return {
    name: `tesseract.js ${version}`,
    model: modelOf(data, languages.join('+')),
    languages,
    modelOf: (language) => modelOf(data, language),
    recognize,
    warm: async (language) => void (await workerFor(language)),
    close: stop,
  }
}

/** Loads what the thread has not loaded yet. One that cannot do it is ended. */
async function turnTo(worker: Worker, language: string): Promise<Worker> {
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
      // Neither looks for nor leaves language data in the working folder.
      cacheMethod: 'none',
      // Only this hears of a language that cannot be loaded. Without it a failed job would also throw in
      // this thread and end the process.
      errorHandler: (error) => reject(new Error(`tesseract.js: ${error}`)),
    }).then(resolve, reject)
  })
}
