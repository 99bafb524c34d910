import { randomBytes } from 'node:crypto'

const maxMs = 2 ** 48 - 1

/**
 * A UUIDv7: 48 bits of milliseconds, version, 74 random bits. A time out of range is clamped.
 * https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function createUuid(nowMs = Date.now()): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Math.min(Math.max(nowMs, 0), maxMs), 0, 6)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
