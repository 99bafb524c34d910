import type { System } from '../../../functions/shared/http/system-api.ts'
import { formatBytes } from '../../format/quantity.ts'
import { headBytes, kindOf } from './kind-of.ts'

type Limits = Pick<System['limits'], 'imageBytes' | 'pdfBytes'>

/** Why a file is not sent. */
export interface Fault {
  /** In a few words, after a number of files. */
  title: string
  /** A sentence. */
  detail: string
}

export const cannotBeRead: Fault = {
  title: 'cannot be opened',
  detail: 'The file cannot be read; it was moved or changed',
}
export const isNoPicture: Fault = {
  title: 'no picture or PDF',
  detail: 'Its first bytes are those of no picture that can be read, and of no PDF',
}

/**
 * Why the server would certainly refuse a file; null if it has to look. Only the first bytes are read. `limits` is null
 * while they are unknown.
 */
export async function checkFile(file: Blob, limits: Limits | null): Promise<Fault | null> {
  if (file.size === 0) return { title: 'empty', detail: 'The file is empty' }
  const head = await file
    .slice(0, headBytes)
    .arrayBuffer()
    .catch(() => null)
  if (head === null) return cannotBeRead
  const kind = kindOf(new Uint8Array(head))
  if (kind === null) return isNoPicture
  const maxBytes = limits && (kind === 'pdf' ? limits.pdfBytes : limits.imageBytes)
  if (maxBytes === null || file.size <= maxBytes) return null
  return {
    title: 'too large',
    detail: `The file has ${formatBytes(file.size)}; the maximum is ${formatBytes(maxBytes)}`,
  }
}
