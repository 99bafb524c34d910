import { join } from 'node:path'
import { englishData } from '../../english.ts'
import { openCommandReader } from './command-reader.ts'
import { openEngineReader } from './engine-reader.ts'
import { npmModel, unpackNpmModel } from './npm-model.ts'
import { type Choice, type Reader, toName } from './reader.ts'
import { type ReaderProcess, startReaderProcess } from './reader-process.ts'

export interface ReadersOptions {
  choices: Choice[]
  /** Second looks off, on, or both. */
  secondLooks: boolean[]
  /** Temporary folder of the run. */
  folder: string
  /** Entry point of a reader's process. */
  main: string
  print: (line: string) => void
}

const timeoutMs = 60_000

/** Opens the chosen readers that this machine has, and prints which ones are skipped. */
export async function openReaders(options: ReadersOptions): Promise<Reader[]> {
  const { choices, folder, main, print } = options
  const readers: Reader[] = []
  for (const choice of choices) {
    for (const secondLooks of choice.engine === 'command' ? [false] : options.secondLooks) {
      const start = () => startEngine(choice, { main, folder, secondLooks })
      const reader =
        choice.engine === 'command'
          ? await openCommand(choice, folder)
          : await openEngineReader({ choice, secondLooks, start })
      if (typeof reader !== 'string') readers.push(reader)
      else print(`Skipped ${toName(choice, secondLooks)}: ${reader}`)
    }
  }
  return readers
}

export interface StartOptions {
  main: string
  folder: string
  secondLooks: boolean
}

export function startEngine(choice: Choice, options: StartOptions): ReaderProcess {
  return startReaderProcess(options.main, envOf(choice, options))
}

/** Settings of a process that reads with an engine, including the function ocr. */
export function envOf({ engine, model }: Choice, { folder, secondLooks }: StartOptions) {
  return {
    ...process.env,
    ...(engine === 'bare tesseract.js'
      ? { OCR_ENGINE: 'tesseract.js', BENCH_BARE: '1' }
      : { OCR_ENGINE: engine }),
    OCR_LANGUAGES: 'eng',
    SECOND_LOOKS: secondLooks ? '1' : '0',
    PAGE_TIMEOUT_MS: String(timeoutMs),
    NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
    ...(model && { BENCH_MODEL: model, TESSDATA_DIR: '' }),
  }
}

async function openCommand(choice: Choice, folder: string): Promise<Reader | string> {
  const { folder: own, gzip, model } = englishData(process.env.TESSDATA_DIR)
  if (choice.model !== 'npm' && !gzip) {
    return openCommandReader({ choice, folder: own, model, timeoutMs })
  }
  const unpacked = join(folder, 'npm-model')
  await unpackNpmModel(unpacked)
  return openCommandReader({ choice, folder: unpacked, model: npmModel, timeoutMs })
}
