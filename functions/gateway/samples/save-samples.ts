import { Problem, retryLater } from '../../shared/http/problem.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { inMemory } from '../../shared/store/originals.ts'
import type { Store } from '../../shared/store/store.ts'
import type { KeylessDocument } from '../../shared/store/values/new-document.ts'
import type { Metrics } from '../../shared/telemetry/metrics.ts'
import type { Span } from '../../shared/telemetry/spans.ts'
import { traceparentOf } from '../../shared/telemetry/trace-context.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { maxSinglePages } from '../submission/append/page-sender.ts'
import { type CapacityDeps, requireCapacity } from '../submission/capacity.ts'
import { toPages } from '../submission/inspect.ts'
import type { PageTracing } from '../submission/page-tracing.ts'
import { countPages } from '../submission/upload-metrics.ts'
import { createUuid } from '../submission/uuid.ts'
import type { ByteBudget } from '../uploads/buffer/byte-budget.ts'
import type { SampleFolder } from './sample-folder.ts'

export interface SaveSamplesDeps extends CapacityDeps {
  store: CapacityDeps['store'] & Pick<Store, 'addDocuments'>
  settings: CapacityDeps['settings'] & Pick<Settings, 'OCR_LANGUAGES'>
  samples: SampleFolder
  budget: ByteBudget
  tracing: Pick<PageTracing, 'submitSample'>
  /** Aborts at shutdown: no further document is saved. */
  stopping: AbortSignal
  metrics: Metrics
}

/** Limits of one transaction, so that other writes and requests of this process do not wait long. */
const transactionLimits = { documents: 100, bytes: 16 * 1024 * 1024 }

interface Saved {
  id: string
  pageCount: number
}

/**
 * Saves the image at each path as a document of the batch, in a few transactions. Returns the saved documents, in
 * order; `failure` is the error that prevented the others.
 */
export async function saveSamples(
  deps: SaveSamplesDeps,
  { paths, batch }: { paths: string[]; batch: string },
): Promise<{ saved: Saved[]; failure?: unknown }> {
  const saved: Saved[] = []
  const spans: Span[] = []
  const bulk = paths.length > maxSinglePages
  try {
    while (saved.length < paths.length) {
      if (deps.stopping.aborted) throw new Problem(503, 'stopping', 'Glyphflow is shutting down')
      const left = paths.slice(saved.length)
      saved.push(...(await saveSlice(deps, { paths: left, batch, bulk, spans })))
    }
    return { saved }
  } catch (failure) {
    return { saved, failure }
  } finally {
    for (const span of spans) span.end()
  }
}

async function saveSlice(
  deps: SaveSamplesDeps,
  { paths, ...batched }: Omit<Slice, 'reserve'>,
): Promise<Saved[]> {
  let reserved = 0
  const reserve = (bytes: number) => {
    if (!deps.budget.reserve(bytes)) {
      throw retryLater(2, 'too-many-uploads', 'The memory for uploads is exhausted')
    }
    reserved += bytes
  }
  try {
    const documents = await readSlice(deps, { paths, ...batched, reserve })
    const pageCounts = documents.map(({ pages }) => pages.length)
    await requireCapacity(
      deps,
      pageCounts.reduce((sum, count) => sum + count, 0),
    )
    await deps.store.addDocuments(documents)
    for (const { pages } of documents) countPages(deps.metrics, pages)
    deps.metrics.add('glyphflow.uploads', { outcome: 'accepted' }, documents.length)
    return documents.map(({ id, pages }) => ({ id, pageCount: pages.length }))
  } finally {
    deps.budget.release(reserved)
  }
}

interface Slice {
  paths: string[]
  batch: string
  bulk: boolean
  /** Gets the span of each document. */
  spans: Span[]
  reserve: (bytes: number) => void
}

/** Documents of the first paths, up to the limits of a transaction. */
async function readSlice(
  { samples, settings, tracing }: SaveSamplesDeps,
  { paths, batch, bulk, spans, reserve }: Slice,
): Promise<KeylessDocument[]> {
  const language = acceptLanguage(undefined, settings.OCR_LANGUAGES)
  // An image drawn more than once is read once.
  const read = new Map<string, Awaited<ReturnType<typeof readSample>>>()
  const documents: KeylessDocument[] = []
  let bytes = 0
  for (const path of paths) {
    if (documents.length === transactionLimits.documents || bytes >= transactionLimits.bytes) break
    const cached = read.get(path)
    const sample = cached ?? (await readSample(samples, path))
    if (!cached) reserve(sample.bytes)
    read.set(path, sample)
    bytes += sample.bytes
    const span = tracing.submitSample()
    spans.push(span)
    documents.push({
      ...{ id: createUuid(), createdAt: new Date(), filename: sample.filename, batch, language },
      ...{ traceparent: traceparentOf(span.traceparent), idempotency: null, bulk },
      pages: sample.pages,
    })
  }
  return documents
}

async function readSample(samples: SampleFolder, path: string) {
  const { filename, image } = await samples.read(path)
  const original = inMemory(image)
  const pages = toPages(await samples.inspect(path), original)
  return { filename, bytes: original.bytes, pages }
}
