import { type Settings, SettingsError } from '../../shared/env.ts'
import { findLanguageData, type LanguageData } from '../language-data.ts'
import type { Engine } from './engine.ts'

export type EngineSettings = Pick<Settings, 'OCR_ENGINE' | 'OCR_LANGUAGES' | 'TESSDATA_DIR'>

/**
 * The machine's own Tesseract where it is installed with all languages, else the one that npm brought; or
 * the one that OCR_ENGINE names. Rejects with SettingsError where that cannot be. Only what is used is loaded.
 */
export async function openEngine(env: EngineSettings, onStuck: () => void): Promise<Engine> {
  const data = findLanguageData(env.OCR_LANGUAGES, env.TESSDATA_DIR)
  const own = env.OCR_ENGINE === 'tesseract.js' ? null : await openLibtesseract(data, onStuck)
  if (own) return own
  if (env.OCR_ENGINE === 'libtesseract') {
    throw new SettingsError(
      'Expected OCR_ENGINE=libtesseract to find libtesseract.so.5 and uncompressed language data: ' +
        'install your system’s tesseract-ocr, or leave the setting out',
    )
  }
  const { createTesseractJs } = await import('./tesseract-js/tesseract-js.ts')
  return createTesseractJs(data)
}

async function openLibtesseract(data: LanguageData, onStuck: () => void): Promise<Engine | null> {
  const { createLibtesseract } = await import('./libtesseract/libtesseract.ts')
  return createLibtesseract({ data, onStuck })
}
