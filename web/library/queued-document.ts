import type { Document } from '../../functions/shared/http/api.ts'

/** Document as known right after its upload was accepted; `changes` 0 means not loaded yet. */
export function toQueuedDocument(known: {
  id: string
  pages: number
  filename?: string
  batch?: string | null
}): Document {
  return {
    id: known.id,
    status: 'queued',
    createdAt: new Date().toISOString(),
    finishedAt: null,
    filename: known.filename ?? null,
    batch: known.batch ?? null,
    language: '',
    changes: 0,
    pageCount: known.pages,
    pages: Array.from({ length: known.pages }, (_, index) => ({
      page: index + 1,
      status: 'queued',
      try: 1,
      text: null,
      confidence: null,
      coverage: null,
      width: 0,
      height: 0,
      language: null,
      engine: null,
      model: null,
      error: null,
      timings: null,
      correctedAt: null,
    })),
  }
}
