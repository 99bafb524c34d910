import { UnavailableError } from '../../shared/errors/unavailable-error.ts'
import { Problem } from '../../shared/http/problem.ts'
import { isFirst } from '../../shared/store/originals.ts'
import type { NewPage } from '../../shared/store/values/new-document.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'

/** Counts the pages of a saved document, and their bytes. */
export function countPages(
  metrics: Metrics,
  pages: Pick<NewPage, 'bytes' | 'originalPage'>[],
): void {
  metrics.add('glyphflow.upload.pages', {}, pages.length)
  const bytes = pages.filter(isFirst).reduce((sum, page) => sum + page.bytes, 0)
  metrics.add('glyphflow.upload.size', {}, bytes)
}

/** Counts an upload that was not accepted, by the code of its problem. */
export function countRejection(metrics: Metrics, error: unknown): void {
  const unexpected = error instanceof UnavailableError ? 'store-unavailable' : 'internal'
  const outcome = error instanceof Problem ? error.code : unexpected
  metrics.add('glyphflow.uploads', { outcome })
}
