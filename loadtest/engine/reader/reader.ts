import * as z from 'zod'

export const ReaderInfo = z.object({
  /** Identifies the reader in this run and later ones. */
  name: z.string(),
  engine: z.string(),
  version: z.string(),
  model: z.string(),
  secondLooks: z.boolean(),
})
export type ReaderInfo = z.infer<typeof ReaderInfo>

/** Reader under comparison: an engine as the function ocr uses it, or the native command. */
export interface Reader {
  readonly choice: Choice
  readonly info: ReaderInfo
  /** Never rejects; a failed picture has an empty text. */
  read(path: string): Promise<Attempt>
  /** Peak memory of its process so far; null if the system does not report it. */
  peakBytes(): number | null
  close(): Promise<void>
}

export interface Attempt {
  text: string
  looks: string[]
  kept: string | null
  failed: string | null
  seconds: number
  cpuSeconds: number
}

/** `tesseract.js@npm` is tesseract.js with npm's model, as if the machine had no language data. */
export interface Choice {
  /** `bare tesseract.js` reads unprocessed files, without any code of the product. */
  engine: 'libtesseract' | 'tesseract.js' | 'bare tesseract.js' | 'command'
  model: 'npm' | null
}

export function toName({ engine, model }: Choice, secondLooks: boolean): string {
  return `${engine}${model ? `@${model}` : ''}${secondLooks ? ', second looks' : ''}`
}
