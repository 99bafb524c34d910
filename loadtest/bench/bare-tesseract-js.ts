import { readFile } from 'node:fs/promises'
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js'
import type { LanguageFile } from '../../functions/ocr/language-data.ts'

/** tesseract.js and nothing else: workers that take the next picture as soon as they are free. */
export async function openBareTesseractJs({ folder, gzip }: LanguageFile, workers = 2) {
  const pool = await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = await createWorker('eng', OEM.LSTM_ONLY, {
        langPath: folder,
        gzip,
        cacheMethod: 'none',
        errorHandler: () => {},
      })
      await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO, debug_file: '/dev/null' })
      return worker
    }),
  )
  return {
    /** Seconds for all of them. */
    async time(pictures: string[]): Promise<number> {
      const started = performance.now()
      const queue = [...pictures]
      const run = async (worker: Worker) => {
        for (let picture = queue.shift(); picture; picture = queue.shift()) {
          await worker.recognize(await readFile(picture), {}, { text: true, blocks: true })
        }
      }
      await Promise.all(pool.map(run))
      return (performance.now() - started) / 1000
    },
    close: () => Promise.all(pool.map((worker) => worker.terminate())),
  }
}
