import { openBareTesseractJs } from '../../bench/bare-tesseract-js.ts'
import { timePipeline } from '../../bench/pipeline.ts'
import { englishData } from '../../english.ts'
import { openGlyphflow } from '../../system/glyphflow.ts'
import { toTable } from '../measure/table.ts'
import { replicasAre } from '../sleeping-system.ts'

export interface RealPagesOptions {
  print: (line: string) => void
  pictures: string[]
}

const warmUp = 4

/** Reads the same pictures by one and by two workers, through Glyphflow and by tesseract.js alone. */
export async function runRealPages({ print, pictures }: RealPagesOptions) {
  const { model } = englishData(process.env.TESSDATA_DIR)
  print(`${pictures.length} pictures by one and by two, there and back, model: ${model}`)
  const seconds = { pipeline: [0, 0], bare: [0, 0] }
  for (const [who, count] of forwardAndBack) {
    const time = who === 'bare' ? timeBare : timeGlyphflow
    seconds[who][count - 1] = (seconds[who][count - 1] ?? 0) + (await time(count, pictures))
  }
  const pages = (forwardAndBack.length / 4) * pictures.length
  const row = (name: string, [one = 0, two = 0]: number[]) => [
    name,
    ...[one, two].map((s) => (s / pages).toFixed(3)),
    (one / two).toFixed(3),
  ]
  print(
    toTable(
      ['', 'one, s a page', 'two', 'speed-up'],
      [row('Glyphflow', seconds.pipeline), row('bare tesseract.js', seconds.bare)],
    ),
  )
}

/** Forward and backward, so that a gradual change of the machine's speed affects both parties. */
const oneWay = [
  ['pipeline', 1],
  ['bare', 1],
  ['bare', 2],
  ['pipeline', 2],
] as const
const forwardAndBack = [...oneWay, ...oneWay.toReversed()]

async function timeBare(workers: number, pictures: string[]): Promise<number> {
  const bare = await openBareTesseractJs(englishData(process.env.TESSDATA_DIR), workers)
  try {
    await bare.time(pictures.slice(0, warmUp))
    return await bare.time(pictures)
  } finally {
    await bare.close()
  }
}

async function timeGlyphflow(replicas: number, pictures: string[]): Promise<number> {
  const scales = { ocr: { 'min-scale': replicas, 'max-scale': replicas } }
  const { client, stop } = await openGlyphflow(() => ({}), scales)
  try {
    await replicasAre(client, 'ocr', replicas)
    await timePipeline(client, pictures.slice(0, warmUp))
    return await timePipeline(client, pictures)
  } finally {
    await stop()
  }
}
