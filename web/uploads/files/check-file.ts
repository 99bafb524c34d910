import { formatBytes } from '../../format/quantity.ts'

/**
 * Why a file need not be sent at all, or null. Only what is sure is told here: what kind of picture
 * it is, the server sees by its bytes.
 */
export async function checkFile(file: Blob, maxBytes: number | null): Promise<string | null> {
  if (file.size === 0) return 'The file is empty'
  if (maxBytes !== null && file.size > maxBytes) {
    return `It has ${formatBytes(file.size)}, and ${formatBytes(maxBytes)} is the most`
  }
  try {
    await file.slice(0, 1).arrayBuffer()
    return null
  } catch {
    return 'The file cannot be read; it was moved or changed'
  }
}
