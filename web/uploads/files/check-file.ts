import { formatBytes } from '../../format/quantity.ts'

/**
 * Reason to refuse a file without sending it, or null. Covers certain cases only; the server checks the format by
 * the file's bytes.
 */
export async function checkFile(file: Blob, maxBytes: number | null): Promise<string | null> {
  if (file.size === 0) return 'The file is empty'
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
