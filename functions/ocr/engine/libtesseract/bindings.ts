import { type LibraryHandle, load } from 'koffi'
import type { Pixels } from '../../preparation/pixels.ts'
import type { PlacedWord } from '../placed-word.ts'
import type { Pointer } from './pointer.ts'
import { wordsWith } from './words.ts'

export interface Script {
  /** Tesseract's name of the script. */
  name: string
  /** Margin over the next likely script; 1 is enough. */
  confidence: number
}

/**
 * Used parts of the C APIs of Tesseract and leptonica.
 * https://github.com/tesseract-ocr/tesseract/blob/5.3.0/include/tesseract/capi.h
 */
export interface Bindings {
  version(): string
  create(): Pointer
  /** Runs in the background; 0 if all languages were loaded. */
  init(handle: Pointer, folder: string, language: string, engineMode: number): Promise<number>
  setVariable(handle: Pointer, name: string, value: string): void
  setSegmentation(handle: Pointer, mode: number): void
  /** Copies the pixels. */
  setImage(handle: Pointer, pixels: Pixels): void
  /** Must follow `setImage`. */
  setResolution(handle: Pointer, dpi: number): void
  /** Runs in the background; 0 if it reached the end of the page. */
  recognize(handle: Pointer, monitor: Pointer): Promise<number>
  /** Runs in the background; needs a handle with `osd` alone. Null for too little text. */
  detectScript(handle: Pointer): Promise<Script | null>
  /** Words of the recognized page. */
  words(handle: Pointer): PlacedWord[]
  clear(handle: Pointer): void
  end(handle: Pointer): void
  delete(handle: Pointer): void
  createMonitor(): Pointer
  deleteMonitor(monitor: Pointer): void
  setDeadline(monitor: Pointer, ms: number): void
}

/** Libraries of Linux distributions, found by the loader, and of Homebrew. */
const tesseracts = ['libtesseract.so.5', '/opt/homebrew/lib/libtesseract.5.dylib']
const leptonicas = [
  'libleptonica.so.6',
  'liblept.so.5',
  '/opt/homebrew/lib/libleptonica.6.dylib',
  '/opt/homebrew/lib/libleptonica.dylib',
]
/** Leptonica's L_SEVERITY_NONE: its messages about boxes without words are of no use. */
const severityNone = 6

/** Loads both libraries; null if one is not installed or cannot be loaded. */
export function loadBindings(): Bindings | null {
  // OpenMP threads make recognition many times slower. The variable is read once, when the library is loaded.
  process.env.OMP_THREAD_LIMIT = '1'
  const tesseract = firstOf(tesseracts)
  const leptonica = firstOf(leptonicas)
  if (!tesseract || !leptonica) return null
  leptonica.func('int setMsgSeverity(int)')(severityNone)
  return {
    version: tesseract.func('const char *TessVersion()'),
    create: tesseract.func('void *TessBaseAPICreate()'),
    init: inBackground(
      tesseract.func('int TessBaseAPIInit2(void *, const char *, const char *, int)'),
    ),
    setVariable: tesseract.func('int TessBaseAPISetVariable(void *, const char *, const char *)'),
    setSegmentation: tesseract.func('void TessBaseAPISetPageSegMode(void *, int)'),
    setImage: setImageWith(tesseract),
    setResolution: tesseract.func('void TessBaseAPISetSourceResolution(void *, int)'),
    recognize: inBackground(tesseract.func('int TessBaseAPIRecognize(void *, void *)')),
    detectScript: detectScriptWith(tesseract),
    words: wordsWith(tesseract),
    clear: tesseract.func('void TessBaseAPIClear(void *)'),
    end: tesseract.func('void TessBaseAPIEnd(void *)'),
    delete: tesseract.func('void TessBaseAPIDelete(void *)'),
    createMonitor: tesseract.func('void *TessMonitorCreate()'),
    deleteMonitor: tesseract.func('void TessMonitorDelete(void *)'),
    setDeadline: tesseract.func('void TessMonitorSetDeadlineMSecs(void *, int)'),
  }
}

function firstOf(names: string[]): LibraryHandle | null {
  for (const name of names) {
    try {
      return load(name)
    } catch {
      // Not installed under this name.
    }
  }
  return null
}

function setImageWith(tesseract: LibraryHandle): Bindings['setImage'] {
  const set = tesseract.func(
    'void TessBaseAPISetImage(void *, const uint8_t *, int width, int height, int bytesPerPixel, int bytesPerLine)',
  )
  return (handle, { grey, width, height }) => set(handle, grey, width, height, 1, width)
}

function detectScriptWith(tesseract: LibraryHandle): Bindings['detectScript'] {
  type Out<T> = [T]
  const detect = inBackground<[Pointer, Out<number>, Out<number>, Out<string | null>, Out<number>]>(
    tesseract.func(
      'int TessBaseAPIDetectOrientationScript(void *, _Out_ int *, _Out_ float *, _Out_ const char **, _Out_ float *)',
    ),
  )
  return async (handle) => {
    const name: Out<string | null> = [null]
    const confidence: Out<number> = [0]
    const isDetected = await detect(handle, [0], [0], name, confidence)
    return isDetected && name[0] !== null ? { name: name[0], confidence: confidence[0] } : null
  }
}

/** Runs `call` on a thread of libuv's pool. */
function inBackground<A extends unknown[]>(call: ReturnType<LibraryHandle['func']>) {
  return (...args: A): Promise<number> =>
    new Promise((resolve, reject) => {
      call.async(...args, (error: unknown, result: number) =>
        error ? reject(error) : resolve(result),
      )
    })
}
