import type { System } from '../../../functions/shared/http/system-api.ts'
import { formatBytes } from '../../format/quantity.ts'

type Limits = Pick<System['limits'], 'imageBytes' | 'pdfBytes'>

/**
 * Reason to refuse a file without sending it, or null. Covers certain cases only; the server checks the format by
 * the file's bytes.
 */
export async function checkFile(file: Blob, limits: Limits | null): Promise<string | null> {
  if (file.size === 0) return 'The file is empty'
  const maxBytes = limits && (file.type === 'application/pdf' ? limits.pdfBytes : limits.imageBytes)
  if (maxBytes !== null && file.size > maxBytes) {
    return `The file has ${formatBytes(file.size)}; the maximum is ${formatBytes(maxBytes)}`
  }
  try {
    await file.slice(0, 1).arrayBuffer()
    return null
  } catch {
    return 'The file cannot be read; it was moved or changed'
  }
}
