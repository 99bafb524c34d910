import * as z from 'zod'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import type { DeadLetter } from '../shared/store/recovery.ts'

/** Every attribute may arrive as a string; an invalid value is read as null. */
const number = (min: number) =>
  z.coerce.number<unknown>().pipe(z.int().min(min)).nullable().catch(null)
const text = z.string().min(1).nullable().catch(null)
const Attributes = z.object({
  documentid: text,
  pagenumber: number(1),
  try: number(1),
  knativeerrorcode: number(0),
  knativeerrordest: text,
  knativeerrordata: text,
})

const maxReasonBytes = 1024

/**
 * Whether an event is a dead letter: it has one of Knative's error attributes, or it is a submitted page, which
 * reaches this function only as a dead letter.
 * https://knative.dev/docs/eventing/event-delivery/#dead-letter-sink
 */
export function isDeadLetter(event: CloudEvent): boolean {
  const names = ['knativeerrordest', 'knativeerrorcode', 'knativeerrordata']
  return names.some((name) => name in event) || event.type === 'dev.glyphflow.page.submitted.v1'
}

export function toDeadLetter({ data: _, ...attributes }: CloudEvent, at: Date): DeadLetter {
  const read = Attributes.parse(attributes)
  return {
    source: attributes.source,
    id: attributes.id,
    type: attributes.type,
    documentId: read.documentid,
    page: read.pagenumber,
    try: read.try,
    code: read.knativeerrorcode,
    reason: toReason(read.knativeerrordata ?? ''),
    destination: read.knativeerrordest,
    attributes,
    at,
  }
}

/** Printable text of a response body in base64, cut to 1,024 bytes, possibly in the middle of a character. */
function toReason(base64: string): string {
  const body = Buffer.from(base64, 'base64').subarray(0, maxReasonBytes)
  return new TextDecoder()
    .decode(body)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .trim()
}
