import { crc32 } from 'node:zlib'
import { DamagedError } from '../store.ts'

/**
 * CRC-32 of a value, of a string as UTF-8. A database detects a broken page of its file by the page's structure;
 * pages with a part of a long value have none, so the value has a checksum.
 */
export function checksumOf(value: string | Uint8Array): number {
  return crc32(value)
}

/** Returns the value; throws DamagedError that names it as `what` if it is missing or does not match its checksum. */
export function intact<T extends string | Uint8Array>(
  value: T | null,
  checksum: number | null,
  what: string,
): T {
  if (value !== null && crc32(value) === checksum) return value
  throw new DamagedError(`The stored data is damaged: ${what}`)
}
