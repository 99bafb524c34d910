import { createHash, type Hash } from 'node:crypto'

/**
 * SHA-256 of an original, spelled `sha-256=<base64>`: a member of RFC 9530's Repr-Digest without the colons, which
 * mark bytes in a structured field and mean nothing in an attribute of an event.
 */
export function digestOf(bytes: Uint8Array): string {
  return toDigest(createHash('sha256').update(bytes))
}

/** The digest of what a SHA-256 hash was given. */
export function toDigest(hash: Hash): string {
  return `sha-256=${hash.digest('base64')}`
}
