import type { CloudEvent } from '../../../shared/events/cloudevent.ts'
import { createSender, type SenderOptions } from '../../../shared/events/sender.ts'

/** Sends the event of a page; throws as `Send` does. */
export type SendPage = (event: CloudEvent, page: { bulk: boolean }) => Promise<void>

/** Documents and batches of more pages are bulk, and go to BULK_SINK: a single page does not wait behind a thousand. */
export const maxSinglePages = 20

export function createPageSender(
  { K_SINK, BULK_SINK = K_SINK }: { K_SINK: string; BULK_SINK?: string | undefined },
  options: SenderOptions,
): SendPage {
  const sendSingle = createSender(K_SINK, options)
  const sendBulk = createSender(BULK_SINK, options)
  return (event, { bulk }) => (bulk ? sendBulk(event) : sendSingle(event))
}
