import type { StoredDocument } from '../../shared/store/values/stored.ts'
import type { Format } from './formats.ts'

/** Characters that a file system forbids, and those that change the look of a name. */
const forbidden = /[\p{Cc}\p{Cf}/\\:*?"<>|]/gu

/** Of the 255 that file systems take, some are left for the extension and a number. */
const maxStemBytes = 230

/** Name of an exported file: that of the upload with another extension, else the id. */
export function fileNameOf(
  { id, filename }: Pick<StoredDocument, 'id' | 'filename'>,
  { extension }: Pick<Format, 'extension'>,
): string {
  const stem = (filename ?? '')
    .replace(forbidden, '_')
    .replace(/\.\w{1,5}$/, '')
    .replace(/^\.+/, '')
  const bytes = Buffer.from(stem.trim()).subarray(0, maxStemBytes)
  // As a stream, it leaves out the rest of a character that was cut.
  const cut = new TextDecoder().decode(bytes, { stream: true })
  return `${cut || id}.${extension}`
}
