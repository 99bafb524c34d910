import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import type { Outcome } from './delivery.ts'

/** So much of a failed delivery's answer is told, as Knative does. */
export const quotedBytes = 1024

/** https://github.com/knative/specs/blob/main/specs/eventing/control-plane.md : what a dead letter says of its end. */
export function toDeadLetter(event: CloudEvent, url: string, outcome: Outcome): CloudEvent {
  const code = 'status' in outcome ? outcome.status : 500
  const data = 'status' in outcome ? outcome.body : Buffer.from(String(outcome.error))
  return {
    ...event,
    knativeerrordest: url,
    knativeerrorcode: code,
    knativeerrordata: Buffer.from(data.subarray(0, quotedBytes)).toString('base64'),
  }
}
