import * as z from 'zod'

// Values of an event as they arrive in binary mode: attributes as strings, data as bytes.

/** Positive integer of an attribute. */
export const integer = z.coerce.number<string | number>().pipe(z.int().min(1))

export const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Expected bytes')

/** Codec for JSON data: bytes to a validated value. */
export function json<T extends z.ZodType>(schema: T) {
  return z.codec(bytes, schema, {
    decode: (data, context) => {
      try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data))
      } catch {
        // Without the parser's message: it quotes the data, which must not be logged.
        context.issues.push({ code: 'custom', message: 'Expected JSON', input: data })
        return z.NEVER
      }
    },
    encode: (value) => new TextEncoder().encode(JSON.stringify(value)),
  })
}
