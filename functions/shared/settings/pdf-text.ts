import * as z from 'zod'

/**
 * Source of the text of a PDF's page: `layer`, the text that it contains; `ocr`, recognition; `auto`, the text that it
 * contains if that is sound.
 */
export const PdfText = z.enum(['auto', 'layer', 'ocr'])
export type PdfText = z.infer<typeof PdfText>
