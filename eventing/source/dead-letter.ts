import type { CloudEvent } from '../../functions/shared/cloudevent.ts'
import type { Outcome } from './delivery.ts'

/** https://github.com/knative/specs/blob/main/specs/eventing/control-plane.md : what a dead letter says of its end. */
export function toDeadLetter(event: CloudEvent, url: string, outcome: Outcome): CloudEvent {
  const code = 'status' in outcome ? outcome.status : 500
  const data = 'status' in outcome ? outcome.body : Buffer.from(explain(outcome.error))
  return {
    ...event,
    knativeerrordest: url,
    knativeerrorcode: code,
    knativeerrordata: Buffer.from(data.subarray(0, 1024)).toString('base64'),
  }
}

/** Node's fetch says only that it failed; why is in its cause. */
function explain(error: unknown): string {
  const cause = error instanceof Error && error.cause ? ` (${String(error.cause)})` : ''
  return `${String(error)}${cause}`
}
