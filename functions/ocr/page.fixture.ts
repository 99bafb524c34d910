import type { CloudEvent } from '../shared/events/cloudevent.ts'
import { toPageSubmitted } from '../shared/events/contract/contract.ts'

/** Page from a producer other than the gateway: it contains the image. */
export function pageWithData(image: Uint8Array): CloudEvent {
  const submission = { documentId: 'doc', page: 1, try: 1, language: 'eng', digest: '' }
  const { dataref: _, originaldigest: __, ...page } = toPageSubmitted(submission)
  return { ...page, datacontenttype: 'image/png', data: image }
}
