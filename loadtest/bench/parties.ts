import { englishData } from '../english.ts'
import { openGlyphflow } from '../system/glyphflow.ts'
import { openBareTesseractJs } from './bare-tesseract-js.ts'
import { nativeVersion, timeNative } from './native.ts'
import { countIdle, readOneByOne, timePipeline } from './pipeline.ts'

/** One way of reading pictures, two at a time. */
export interface Party {
  name: string
  /** Seconds for all pictures. */
  time(pictures: string[]): Promise<number>
  close(): Promise<void>
}

export interface PipelineParty extends Party {
  /** Samples in which a page waited, and those of them in which a replica was idle. */
  seen: { looks: number; idle: number }
  readOneByOne(pictures: string[]): ReturnType<typeof readOneByOne>
}

export interface PipelineOptions {
  /** `auto`: whatever the machine has. */
  engine: 'auto' | 'libtesseract' | 'tesseract.js'
  secondLooks: boolean
  /** Whether its two replicas stay up while other parties run; otherwise they scale to zero. */
  awake: boolean
}

/** The whole system as `npm start` runs it, with its own data directory. */
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
