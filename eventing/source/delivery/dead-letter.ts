import type { CloudEvent } from '../../../functions/shared/events/cloudevent.ts'
import type { Outcome } from './delivery.ts'

/** Knative's limit of `knativeerrordata`. */
export const maxErrorDataBytes = 1024

/** Adds Knative's error attributes: https://github.com/knative/specs/blob/main/specs/eventing/control-plane.md */
export function toDeadLetter(event: CloudEvent, url: string, outcome: Outcome): CloudEvent {
  const code = 'status' in outcome ? outcome.status : 500
  const data = 'status' in outcome ? outcome.body : Buffer.from(String(outcome.error))
  return {
    ...event,
    knativeerrordest: url,
    knativeerrorcode: code,
    knativeerrordata: Buffer.from(data.subarray(0, maxErrorDataBytes)).toString('base64'),
  }
}
