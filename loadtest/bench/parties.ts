import { englishData } from '../english.ts'
import { openGlyphflow } from '../system/glyphflow.ts'
import { openBareTesseractJs } from './bare-tesseract-js.ts'
import { nativeVersion, timeNative } from './native.ts'
import { countIdle, readOneByOne, timePipeline } from './pipeline.ts'

/** One way of reading a pile of pictures, two at a time. */
export interface Party {
  name: string
  /** Seconds for all of them. */
  time(pictures: string[]): Promise<number>
  close(): Promise<void>
}

export interface PipelineParty extends Party {
  /** How often a replica was looked at, and was free although a page waited. */
  seen: { looks: number; idle: number }
  readOneByOne(pictures: string[]): ReturnType<typeof readOneByOne>
}

export interface PipelineOptions {
  /** What the machine has, if it is not named. */
  engine: 'auto' | 'libtesseract' | 'tesseract.js'
  secondLooks: boolean
  /** Its two replicas stay while others are at work; else they sleep then, and start anew. */
  awake: boolean
}

/** The whole system as `npm start` runs it, with data of its own. */
export async function openPipeline(options: PipelineOptions): Promise<PipelineParty> {
  const { engine, secondLooks, awake } = options
  const data = englishData(process.env.TESSDATA_DIR)
  const { client, stop } = await openGlyphflow(
    () => ({
      TESSDATA_DIR: data.gzip ? '' : data.folder,
      OCR_ENGINE: engine,
      SECOND_LOOKS: secondLooks ? '1' : '0',
    }),
    awake ? { ocr: { 'min-scale': 2 } } : {},
  )
  const seen = { looks: 0, idle: 0 }
  return {
    name: `pipeline${engine === 'auto' ? '' : `, ${engine}`}, ${secondLooks ? 'second looks' : 'one look'}`,
    seen,
    async time(pictures) {
      const { result, looks, idle } = await countIdle(client, timePipeline(client, pictures))
      seen.looks += looks
      seen.idle += idle
      return result
    },
    readOneByOne: (pictures) => readOneByOne(client, pictures),
    close: stop,
  }
}

/** The `tesseract` command; null where it or its model is not installed. */
export function openNative(): Party | null {
  const data = englishData(process.env.TESSDATA_DIR)
  if (data.gzip || !nativeVersion()) return null
  return {
    name: 'tesseract command',
    time: (pictures) => timeNative(pictures, 2, data.folder),
    close: async () => {},
  }
}

export async function openBare(): Promise<Party> {
  const bare = await openBareTesseractJs(englishData(process.env.TESSDATA_DIR))
  return {
    name: 'bare tesseract.js',
    time: bare.time,
    close: async () => void (await bare.close()),
  }
}
