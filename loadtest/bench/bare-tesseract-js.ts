import { readFile } from 'node:fs/promises'
import { createWorker, OEM, PSM } from 'tesseract.js'
import type { LanguageFile } from '../../functions/ocr/languages/language-data.ts'

/** tesseract.js alone, given the files unchanged. */
export async function openBareWorker({ folder, gzip }: LanguageFile) {
  const worker = await createWorker('eng', OEM.LSTM_ONLY, {
    langPath: folder,
    gzip,
    cacheMethod: 'none',
    errorHandler: () => {},
  })
  await worker.setParameters({ tessedit_pageseg_mode: PSM.AUTO, debug_file: '/dev/null' })
  return {
    async read(picture: Buffer): Promise<string> {
      const { data } = await worker.recognize(picture, {}, { text: true, blocks: true })
      return data.text
    },
    close: async () => void (await worker.terminate()),
  }
}
type BareWorker = Awaited<ReturnType<typeof openBareWorker>>

/** Workers that each take the next picture when free. */
export async function openBareTesseractJs(file: LanguageFile, workers = 2) {
  const pool = await Promise.all(Array.from({ length: workers }, () => openBareWorker(file)))
  return {
    /** Seconds for all pictures. */
    async time(pictures: string[]): Promise<number> {
      const started = performance.now()
      const queue = [...pictures]
      const run = async ({ read }: BareWorker) => {
        for (let picture = queue.shift(); picture; picture = queue.shift()) {
          await read(await readFile(picture))
        }
      }
      await Promise.all(pool.map(run))
      return (performance.now() - started) / 1000
    },
    close: () => Promise.all(pool.map(({ close }) => close())),
  }
}
