import { crc32 } from 'node:zlib'
import { DamagedError } from '../store.ts'

/**
 * A database sees that a page of its files is broken by the structure it should have. A long value lies on
 * pages that are nothing but bytes, so it has a checksum of its own (CRC-32; a string's is that of its UTF-8).
 */
export function checksumOf(value: string | Uint8Array): number {
  return crc32(value)
}

/** The value, if it is what was written. */
export function intact<T extends string | Uint8Array>(value: T, checksum: number | null): T {
  if (crc32(value) === checksum) return value
  throw new DamagedError('A value in the store is not what was written')
}
