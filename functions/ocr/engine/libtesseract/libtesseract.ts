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
import { lendDataFolder } from './data-folder.ts'
import { createHandles } from './handles.ts'
import type { Pointer } from './pointer.ts'

/** Tesseract's PSM_AUTO, PSM_SINGLE_COLUMN, PSM_SINGLE_BLOCK. */
const modes: Record<Segmentation, number> = { auto: 3, column: 4, block: 6 }
/** Tesseract's OEM_LSTM_ONLY; and OEM_TESSERACT_ONLY, the engine of old, which alone knows scripts. */
const lstmOnly = 1
const tesseractOnly = 0
/** After its deadline Tesseract stops at the next word. A page that it is still taking apart then has none. */
const graceMs = 400
/** Of a script: below it, another one is nearly as likely. */
const sure = 1

export interface LibtesseractOptions {
  data: LanguageData
  /** What scripts are told by, where the machine has it. */
  osd?: LanguageFile | null
  /** A page goes on past its deadline, and nothing but the end of this process stops it. */
  onStuck: () => void
}

/**
 * The machine's own Tesseract, in this process; null where it is not installed. Recognition runs on a thread
 * of libuv's pool. A crash in it ends the process.
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
  let scripts: Promise<Pointer | null> | undefined
  let isStuck = false

  /** What `work` tells of the picture. Throws DeadlineError where it does not come to an end. */
  async function lookAt<T>(
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
      return readingOf(tess.words(handle))
    }
    return lookAt(pixels, { handle, timeoutMs, work })
  }

  async function detectScript(pixels: Pixels, { timeoutMs }: { timeoutMs: number }) {
    // A library that was built without the engine of old has no answer to any page.
    scripts ??= openHandle(tess, osd ? [osd] : [], tesseractOnly).catch(() => null)
    const handle = await scripts
    if (!handle) return null
    const work = () => tess.detectScript(handle)
    const script = await lookAt(pixels, { handle, timeoutMs, work })
    return script && script.confidence >= sure ? script.name : null
  }

  return {
    name: `libtesseract ${tess.version()}`,
    model: modelOf(data, languages.join('+')),
    languages,
    modelOf: (language) => modelOf(data, language),
    recognize,
    ...(osd && { detectScript }),
    warm: async (language) => void (await handles.for(language)),
    async close() {
      // Its thread still uses what would be freed.
      if (isStuck) return
      await handles.close()
      const handle = await scripts
      if (handle) closeHandle(tess, handle)
      scripts = undefined
    },
  }
}

async function openHandle(
  tess: Bindings,
  files: LanguageFile[],
  engineMode: number,
): Promise<Pointer> {
  const language = files.map((file) => file.language).join('+')
  const handle = await lendDataFolder(files, async (folder) => {
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
