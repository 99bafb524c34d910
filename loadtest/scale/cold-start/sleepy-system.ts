import { mkdirSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { monotonicMs } from '../../figures/monotonic.ts'
import { openGlyphflow } from '../../system/glyphflow.ts'
import { asleep } from '../sleeping-system.ts'
import { readMarks } from './journal.ts'
import type { ColdStart } from './parts.ts'

/** Knative's minimum. */
const window = '6s'

/** tesseract.js with npm's model, as without any other installation, or the machine's libtesseract. */
export type EngineName = 'tesseract.js' | 'libtesseract'

/** Glyphflow with a short stable window, whose processes record their progress. */
export async function startSleepy(engine: EngineName) {
  const scales = { ocr: { window }, results: { window } }
  const { client, at, stop } = await openGlyphflow((at) => {
    mkdirSync(at('marks'))
    buildMarks(at('marks.mjs'))
    return {
      NODE_OPTIONS: `--import ${pathToFileURL(at('marks.mjs'))}`,
      SCALE_MARKS: at('marks'),
      OCR_ENGINE: engine,
      ...(engine === 'tesseract.js' && { BENCH_MODEL: 'npm', TESSDATA_DIR: '' }),
    }
  }, scales)
  return {
    asleep: () => asleep(client),
    /** Reads a picture; measured from the upload's first byte to its text. */
    async read(picture: string): Promise<Omit<ColdStart, 'marks'>> {
      const fromMs = monotonicMs()
      await client.read(picture)
      return { fromMs, toMs: monotonicMs() }
    },
    /** All marks so far; those of a page are complete when the system is asleep again. */
    marks: () => readMarks(at('marks')),
    stop,
  }
}

/** Bundled into one file: stripping types would cost each process 60 ms. */
function buildMarks(outfile: string): void {
  buildSync({
    entryPoints: [fileURLToPath(new URL('./marks.ts', import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node24' },
  })
}
