import { createHash, type Hash } from 'node:crypto'

/**
 * SHA-256 of an original as `sha-256=<base64>`: a member of RFC 9530's Repr-Digest without the colons, which
 * mark bytes in a structured field and have no meaning in an event attribute.
 */
export function digestOf(bytes: Uint8Array): string {
  return toDigest(createHash('sha256').update(bytes))
}

/** Digest of the input of a SHA-256 hash. */
export function toDigest(hash: Hash): string {
  return `sha-256=${hash.digest('base64')}`
}
