import type { Settings } from '../../shared/settings/env.ts'

export type UploadLimits = Pick<
  Settings,
  'MAX_IMAGE_BYTES' | 'MAX_PDF_BYTES' | 'MAX_PAGES' | 'MAX_UPLOAD_BYTES'
>
