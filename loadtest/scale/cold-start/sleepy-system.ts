import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { createClient, startGlyphflow, temporaryFolder } from '../../glyphflow.ts'
import { monotonicMs } from '../../monotonic.ts'
import { copyPipeline } from '../scaled-pipeline.ts'
import { asleep } from '../sleeping-system.ts'
import { readMarks } from './journal.ts'
import type { ColdStart } from './parts.ts'

/** The shortest that there may be. */
const window = '6s'

/** What comes with npm, with its model, as where nothing else is installed; and the machine's own. */
export type EngineName = 'tesseract.js' | 'libtesseract'

/** Glyphflow as it is, soon asleep, its processes noting how far they have come. */
export async function startSleepy(engine: EngineName) {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  mkdirSync(at('marks'))
  await buildMarks(at('marks.mjs'))
  const glyphflow = await startGlyphflow(at('data'), {
    KNATIVE_DIR: copyPipeline(at('knative'), { ocr: { window }, results: { window } }),
    NODE_OPTIONS: `--import ${pathToFileURL(at('marks.mjs'))}`,
    SCALE_MARKS: at('marks'),
    OCR_ENGINE: engine,
    ...(engine === 'tesseract.js' && { SCALE_MODEL: 'npm', TESSDATA_DIR: '' }),
  })
  const client = createClient(glyphflow.url)
  return {
    asleep: () => asleep(client),
    /** Reads a picture; from the upload's first byte to its text. */
    async read(picture: string): Promise<ColdStart> {
      const fromMs = monotonicMs()
      await client.read(picture)
      return { fromMs, toMs: monotonicMs(), marks: await readMarks(at('marks')) }
    },
    async stop() {
      await glyphflow.stop()
      await folder.remove()
    },
  }
}

/** In one file and without types: taking those out would cost each process 60 ms. */
async function buildMarks(outfile: string): Promise<void> {
  await build({
    entryPoints: [fileURLToPath(new URL('./marks.ts', import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node24' },
  })
}
