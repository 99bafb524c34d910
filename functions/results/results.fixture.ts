import {
  toPageFailed,
  toPageRecognized,
  toPageSubmitted,
} from '../shared/events/contract/contract.ts'
import { exampleDocument } from '../shared/store/contract/examples.fixture.ts'

export const document = exampleDocument({ id: 'doc', createdAt: new Date() })

export const submitted = toPageSubmitted({
  ...{ documentId: 'doc', page: 1, try: 1, language: 'eng', digest: '' },
})
export const recognized = toPageRecognized(submitted, {
  ...{ text: 'hello', confidence: 90, width: 2, height: 3, language: 'eng', words: [] },
  ...{ engine: 'e', model: 'm', timings: { decodeMs: 1, recognizeMs: 1 } },
})
export const failed = toPageFailed(submitted, { code: 'timeout', detail: 'Too slow' })
