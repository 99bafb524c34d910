import * as z from 'zod'

export const Word = z
  .object({
    text: z.string(),
    confidence: z.number().min(0).max(100),
    box: z
      .tuple([z.number(), z.number(), z.number(), z.number()])
      .describe('left, top, right, bottom in px of the picture as it is shown'),
  })
  .meta({ id: 'Word' })
export type Word = z.infer<typeof Word>

/** Text, confidence and box of a word in an event: 41 bytes instead of 69, so that a denser page fits. */
const ShortWord = z.tuple([z.string(), z.number(), z.number(), z.number(), z.number(), z.number()])
export const WordInEvent = z.codec(ShortWord, Word, {
  decode: ([text, confidence, ...box]): Word => ({ text, confidence, box }),
  encode: ({ text, confidence, box }): z.infer<typeof ShortWord> => [text, confidence, ...box],
})

/** Time spent in ocr, by step. */
export const Timings = z
  .object({ decodeMs: z.number(), recognizeMs: z.number() })
  .meta({ id: 'Timings' })
export type Timings = z.infer<typeof Timings>

/** Engine of a page whose text is that of its PDF. */
export const textLayerEngine = 'text-layer'

/** Recognized text of one page. */
export const Recognition = z.object({
  text: z.string(),
  /** Mean confidence of the words. */
  confidence: z.number().min(0).max(100),
  /** Share of the page's print that is within words, in percent; absent in events of older versions. */
  coverage: z.number().min(0).max(100).optional(),
  width: z.int(),
  height: z.int(),
  words: z.array(Word),
  wordsOmitted: z.boolean().optional(),
  /** Language used for recognition; with `auto`, the chosen language. */
  language: z.string(),
  /** OCR engine, with its version. */
  engine: z.string(),
  /** Source of the language data. */
  model: z.string(),
  timings: Timings,
})
export type Recognition = z.infer<typeof Recognition>
