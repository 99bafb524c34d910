import { type Settings, SettingsError } from '../../shared/settings/env.ts'
import {
  findLanguageData,
  findLanguageFile,
  type LanguageData,
} from '../languages/language-data.ts'
import type { Engine } from './engine.ts'
import type { LibtesseractOptions } from './libtesseract/libtesseract.ts'

export type EngineSettings = Pick<Settings, 'OCR_ENGINE' | 'OCR_LANGUAGES' | 'TESSDATA_DIR'>

/**
 * Opens the engine that OCR_ENGINE names; by default libtesseract if it is installed, else tesseract.js. Rejects
 * with SettingsError if the named one is unavailable. Loads only the code of the opened engine.
 */
export async function openEngine(env: EngineSettings, onStuck: () => void): Promise<Engine> {
  const data = findLanguageData(env.OCR_LANGUAGES, env.TESSDATA_DIR)
  if (env.OCR_ENGINE !== 'tesseract.js') {
    const engine = await openLibtesseract({ data, osd: osdFor(data, env.TESSDATA_DIR), onStuck })
    if (engine) return engine
  }
  if (env.OCR_ENGINE === 'libtesseract') {
    throw new SettingsError(
      'Expected OCR_ENGINE=libtesseract to find libtesseract.so.5 and leptonica: ' +
        'install your system’s tesseract-ocr, or leave the setting out',
    )
  }
  const { createTesseractJs } = await import('./tesseract-js/tesseract-js.ts')
  return createTesseractJs(data)
}

/** A single language needs no script detection. */
function osdFor(data: LanguageData, tessdataDir: string | undefined) {
  return data.size > 1 ? findLanguageFile('osd', tessdataDir) : null
}

async function openLibtesseract(options: LibtesseractOptions): Promise<Engine | null> {
  const { createLibtesseract } = await import('./libtesseract/libtesseract.ts')
  return createLibtesseract(options)
}
