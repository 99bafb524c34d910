import {
  filesOf,
  type LanguageData,
  type LanguageFile,
  modelOf,
  pathOf,
} from '../../languages/language-data.ts'
import { type Pixels, requireAllPixels } from '../../preparation/pixels.ts'
import { hasDarkGround } from '../dark-ground.ts'
import { DeadlineError, type Engine, type ReadOptions, type Segmentation } from '../engine.ts'
import { type Reading, readingOf } from '../reading.ts'
import { type Bindings, loadBindings } from './bindings.ts'
import { withDataFolder } from './data-folder.ts'
import { createHandles } from './handles.ts'
import type { Pointer } from './pointer.ts'

/** Tesseract's PSM_AUTO, PSM_SINGLE_COLUMN, PSM_SINGLE_BLOCK. */
const modes: Record<Segmentation, number> = { auto: 3, column: 4, block: 6 }
/** Tesseract's OEM_LSTM_ONLY; and OEM_TESSERACT_ONLY, the legacy engine, which alone detects scripts. */
const lstmOnly = 1
const tesseractOnly = 0
/** Time to stop after the deadline, which Tesseract checks at each word: not during segmentation. */
const graceMs = 400
/** Confidence of a script below which another one is nearly as likely. */
const minScriptConfidence = 1

export interface LibtesseractOptions {
  data: LanguageData
  /** Data for script detection, if installed. */
  osd?: LanguageFile | null
  /** Called when a page does not stop after its deadline: only the end of this process stops it. */
  onStuck: () => void
}

/**
 * Engine that calls the installed Tesseract in this process; null if it is not installed. Recognition runs on a
 * thread of libuv's pool. A crash in it ends the process.
 */
export function createLibtesseract(options: LibtesseractOptions): Engine | null {
  const tess = loadBindings()
  return tess && openLibtesseract(tess, options)
}

function openLibtesseract(tess: Bindings, { data, osd, onStuck }: LibtesseractOptions): Engine {
  const languages = [...data.keys()]
  const handles = createHandles({
    open: async (language) => openHandle(tess, filesOf(data, language), lstmOnly),
    close: (handle) => closeHandle(tess, handle),
  })
  let scriptHandle: Promise<Pointer | null> | undefined
  let isStuck = false

  /** Runs `work` on the picture. Throws DeadlineError if it does not settle in time. */
  async function withPicture<T>(
    pixels: Pixels,
    { handle, timeoutMs, work }: { handle: Pointer; timeoutMs: number; work: () => Promise<T> },
  ): Promise<T> {
    requireAllPixels(pixels)
    tess.setImage(handle, pixels)
    tess.setResolution(handle, pixels.resolution)
    const working = work()
    if (!(await settlesWithin(working, timeoutMs + graceMs))) {
      isStuck = true
      onStuck()
      throw new DeadlineError()
    }
    try {
      return await working
    } finally {
      tess.clear(handle)
    }
  }

  async function recognize(pixels: Pixels, options: ReadOptions): Promise<Reading> {
    const { language, segmentation = 'auto', timeoutMs } = options
    const handle = await handles.for(language)
    tess.setSegmentation(handle, modes[segmentation])
    tess.setVariable(handle, 'tessedit_do_invert', hasDarkGround(pixels) ? '1' : '0')
    const work = async (): Promise<Reading> => {
      const monitor = tess.createMonitor()
      tess.setDeadline(monitor, timeoutMs)
      try {
        if ((await tess.recognize(handle, monitor)) !== 0) throw new DeadlineError()
      } finally {
        tess.deleteMonitor(monitor)
      }
      return readingOf(tess.words(handle), pixels)
    }
    return withPicture(pixels, { handle, timeoutMs, work })
  }

  async function detectScript(pixels: Pixels, { timeoutMs }: { timeoutMs: number }) {
    // A library built without the legacy engine cannot detect scripts.
    scriptHandle ??= openHandle(tess, osd ? [osd] : [], tesseractOnly).catch(() => null)
    const handle = await scriptHandle
    if (!handle) return null
    const work = () => tess.detectScript(handle)
    const script = await withPicture(pixels, { handle, timeoutMs, work })
    return script && script.confidence >= minScriptConfidence ? script.name : null
  }

  return {
    name: `libtesseract ${tess.version()}`,
    languages,
    modelOf: (language) => modelOf(data, language),
    recognize,
    ...(osd && { detectScript }),
    warm: async (language) => void (await handles.for(language)),
    async close() {
      // The stuck thread still uses the handles.
      if (isStuck) return
      await handles.close()
      const handle = await scriptHandle
      if (handle) closeHandle(tess, handle)
      scriptHandle = undefined
    },
  }
}

async function openHandle(
  tess: Bindings,
  files: LanguageFile[],
  engineMode: number,
): Promise<Pointer> {
  const language = files.map((file) => file.language).join('+')
  const handle = await withDataFolder(files, async (folder) => {
    const opened = tess.create()
    if ((await tess.init(opened, folder, language, engineMode)) === 0) return opened
    tess.delete(opened)
    throw new Error(`Tesseract cannot load ${language} of ${files.map(pathOf).join(', ')}`)
  })
  tess.setVariable(handle, 'debug_file', '/dev/null')
  tess.setVariable(handle, 'preserve_interword_spaces', '1')
  return handle
}

function closeHandle(tess: Bindings, handle: Pointer): void {
  tess.end(handle)
  tess.delete(handle)
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), ms)
  const settled = () => true
  try {
    return await Promise.race([work.then(settled, settled), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
