import type { LanguageData } from '../../language-data.ts'
import {
  DeadlineError,
  type Engine,
  type Reading,
  type ReadOptions,
  type Segmentation,
  UnreadableImageError,
} from '../engine.ts'
import { wordsOf } from '../words.ts'
import { type Bindings, loadBindings, type Pointer } from './bindings.ts'

/** Tesseract's PSM_AUTO, PSM_SINGLE_COLUMN, PSM_SINGLE_BLOCK, PSM_SPARSE_TEXT. */
const modes: Record<Segmentation, number> = { auto: 3, column: 4, block: 6, sparse: 11 }
/** Tesseract's OEM_LSTM_ONLY. */
const lstmOnly = 1
/** After its deadline Tesseract stops at the next word. A page that it is still taking apart then has none. */
const graceMs = 400

export interface LibtesseractOptions {
  data: LanguageData
  /** A page goes on past its deadline, and nothing but the end of this process stops it. */
  onStuck: () => void
}

/**
 * The machine's own Tesseract, in this process; null where it is not installed. Recognition runs on a thread
 * of libuv's pool. A crash in it ends the process.
 */
export function createLibtesseract(options: LibtesseractOptions): Engine | null {
  const tess = options.data.gzip ? null : loadBindings()
  return tess && openLibtesseract(tess, options)
}

function openLibtesseract(tess: Bindings, { data, onStuck }: LibtesseractOptions): Engine {
  /** One for each language, kept. */
  const handles = new Map<string, Promise<Pointer>>()
  let isStuck = false

  function handleFor(language: string): Promise<Pointer> {
    const known = handles.get(language)
    if (known) return known
    const handle = openHandle(tess, data.folder, language)
    handles.set(language, handle)
    handle.catch(() => handles.delete(language))
    return handle
  }

  async function recognize(image: Uint8Array, options: ReadOptions): Promise<Reading> {
    const { language, segmentation = 'auto', timeoutMs } = options
    const handle = await handleFor(language)
    const pix = tess.readPix(image, image.byteLength)
    if (!pix) throw new UnreadableImageError('leptonica cannot read it')
    const monitor = tess.createMonitor()
    tess.setSegmentation(handle, modes[segmentation])
    tess.setImage(handle, pix)
    tess.setDeadline(monitor, timeoutMs)
    const reading = tess.recognize(handle, monitor)
    const free = () => {
      tess.clear(handle)
      tess.destroyPix([pix])
      tess.deleteMonitor(monitor)
    }
    const inTime = await settlesWithin(reading, timeoutMs + graceMs)
    if (!inTime) {
      isStuck = true
      onStuck()
      throw new DeadlineError()
    }
    try {
      if ((await reading) !== 0) throw new DeadlineError()
      return {
        text: tess.text(handle) ?? '',
        confidence: Math.max(tess.confidence(handle), 0),
        words: wordsOf(tess.tsv(handle, 0) ?? ''),
      }
    } finally {
      free()
    }
  }

  return {
    name: `libtesseract ${tess.version()}`,
    model: data.model,
    recognize,
    warm: async (language) => void (await handleFor(language)),
    async close() {
      // Its thread still uses what would be freed.
      if (isStuck) return
      for (const opening of handles.values()) {
        const handle = await opening.catch(() => null)
        if (handle) tess.end(handle)
        if (handle) tess.delete(handle)
      }
      handles.clear()
    },
  }
}

async function openHandle(tess: Bindings, folder: string, language: string): Promise<Pointer> {
  const handle = tess.create()
  if ((await tess.init(handle, folder, language, lstmOnly)) !== 0) {
    tess.delete(handle)
    throw new Error(`Tesseract cannot load ${language} from ${folder}`)
  }
  tess.setVariable(handle, 'debug_file', '/dev/null')
  return handle
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), ms)
  try {
    return await Promise.race([work.then(() => true), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
