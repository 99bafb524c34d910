import * as z from 'zod'
import type { CloudEvent } from '../shared/events/cloudevent.ts'
import type { DeadLetter } from '../shared/store/recovery.ts'

/** Every attribute may arrive as a string; one that cannot be read is as if it were not there. */
const number = (least: number) =>
  z.coerce.number<unknown>().pipe(z.int().min(least)).nullable().catch(null)
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
 * Given up: it says why, as Knative writes it. A page that comes as it was submitted can have come from the
 * dead letters alone.
 * https://knative.dev/docs/eventing/event-delivery/#dead-letter-sink
 */
export function isDeadLetter(event: CloudEvent): boolean {
  const says = ['knativeerrordest', 'knativeerrorcode', 'knativeerrordata']
  return says.some((name) => name in event) || event.type === 'dev.glyphflow.page.submitted.v1'
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

/** base64 of the first 1,024 bytes of an answer, which may end in the middle of a character. */
function toReason(base64: string): string {
  const answer = Buffer.from(base64, 'base64').subarray(0, maxReasonBytes)
  const printable = new TextDecoder()
    .decode(answer)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .trim()
  return printable
}
