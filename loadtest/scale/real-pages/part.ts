import { join } from 'node:path'
import { findLanguageData } from '../../../functions/ocr/language-data.ts'
import { openBareTesseractJs } from '../../bench/bare-tesseract-js.ts'
import { timePipeline } from '../../bench/pipeline.ts'
import { createClient, startGlyphflow, temporaryFolder } from '../../glyphflow.ts'
import { toTable } from '../measure/table.ts'
import { copyPipeline } from '../scaled-pipeline.ts'
import { replicasAre } from '../sleeping-system.ts'

export interface RealPagesOptions {
  print: (line: string) => void
  pictures: string[]
}

const warmUp = 4

/** The same pictures read by one and by two, through all of Glyphflow and by tesseract.js alone. */
export async function runRealPages({ print, pictures }: RealPagesOptions) {
  const { model } = findLanguageData(['eng'], process.env.TESSDATA_DIR)
  print(`${pictures.length} pictures by one and by two, model: ${model}`)
  const seconds = {
    pipeline: [await timeGlyphflow(1, pictures)],
    bare: [await timeBare(1, pictures)],
  }
  // The other way round, so that a machine that slows down slows down both.
  seconds.bare.push(await timeBare(2, pictures))
  seconds.pipeline.push(await timeGlyphflow(2, pictures))
  const row = (name: string, [one = 0, two = 0]: number[]) => [
    name,
    ...[one, two].map((s) => (s / pictures.length).toFixed(3)),
    (one / two).toFixed(3),
  ]
  print(
    toTable(
      ['', 'one, s a page', 'two', 'speed-up'],
      [row('Glyphflow', seconds.pipeline), row('bare tesseract.js', seconds.bare)],
    ),
  )
}

async function timeBare(workers: number, pictures: string[]): Promise<number> {
  const bare = await openBareTesseractJs(
    findLanguageData(['eng'], process.env.TESSDATA_DIR),
    workers,
  )
  try {
    await bare.time(pictures.slice(0, warmUp))
    return await bare.time(pictures)
  } finally {
    await bare.close()
  }
}

async function timeGlyphflow(replicas: number, pictures: string[]): Promise<number> {
  const folder = await temporaryFolder()
  const scale = { 'min-scale': replicas, 'max-scale': replicas }
  const glyphflow = await startGlyphflow(join(folder.path, 'data'), {
    KNATIVE_DIR: copyPipeline(join(folder.path, 'knative'), { ocr: scale }),
  })
  try {
    const client = createClient(glyphflow.url)
    await replicasAre(client, 'ocr', replicas)
    await timePipeline(client, pictures.slice(0, warmUp))
    return await timePipeline(client, pictures)
  } finally {
    await glyphflow.stop()
    await folder.remove()
  }
}
