import * as z from 'zod'
import { originalsUrl, platform, settings } from '../shared/settings/env.ts'

/** Environment of ocr. */
export const ocrSettings = settings
  .pick({
    PORT: true,
    HOST: true,
    LOG_LEVEL: true,
    METRICS_PORT: true,
    OCR_ENGINE: true,
    OCR_LANGUAGES: true,
    TESSDATA_DIR: true,
    MAX_IMAGE_BYTES: true,
    MAX_PDF_BYTES: true,
    MAX_PIXELS: true,
    MAX_SIDE: true,
    PAGE_TIMEOUT_MS: true,
    SECOND_LOOKS: true,
    PDF_TEXT: true,
  })
  .extend({ ...platform.shape, K_SINK: z.url(), ORIGINALS_URL: originalsUrl })
export type OcrSettings = z.infer<typeof ocrSettings>
