import * as z from 'zod'

export const ReaderInfo = z.object({
  /** What tells it from the others, in this run and in later ones. */
  name: z.string(),
  engine: z.string(),
  version: z.string(),
  model: z.string(),
  secondLooks: z.boolean(),
})
export type ReaderInfo = z.infer<typeof ReaderInfo>

/** One of those that are compared: an engine as the function ocr uses it, or the native command. */
export interface Reader {
  readonly choice: Choice
  readonly info: ReaderInfo
  /** Never rejects: what cannot be read has an empty text. */
  read(path: string): Promise<Attempt>
  /** The most memory that its process has had so far; null where the system does not tell. */
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

/** `tesseract.js@npm` is tesseract.js with npm's model, as if the machine had none of its own. */
export interface Choice {
  /** The bare one is given files as they are, without anything of the product's. */
  engine: 'libtesseract' | 'tesseract.js' | 'bare tesseract.js' | 'command'
  model: 'npm' | null
}

export function toName({ engine, model }: Choice, secondLooks: boolean): string {
  return `${engine}${model ? `@${model}` : ''}${secondLooks ? ', second looks' : ''}`
}
