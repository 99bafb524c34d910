import { Problem } from '../../shared/http/problem.ts'
import type { Settings } from '../../shared/settings/env.ts'
import { inMemory } from '../../shared/store/originals.ts'
import type { Store } from '../../shared/store/store.ts'
import type { KeylessDocument } from '../../shared/store/values/stored.ts'
import { acceptLanguage } from '../languages/accept-language.ts'
import { type RoomDeps, requireRoom } from '../submission/room.ts'
import { traceparentOf } from '../submission/traceparent.ts'
import { createUuid } from '../submission/uuid.ts'
import type { ByteBudget } from '../uploads/space/byte-budget.ts'
import type { SampleBase } from './sample-base.ts'

export interface SaveSamplesDeps extends RoomDeps {
  store: RoomDeps['store'] & Pick<Store, 'addDocuments'>
  settings: RoomDeps['settings'] & Pick<Settings, 'OCR_LANGUAGES'>
  samples: SampleBase
  budget: ByteBudget
  /** Aborts when the process is to end: nothing more is saved then. */
  stopping: AbortSignal
}

/** Of one transaction: neither others' writes nor this process's requests wait long for it. */
const slice = { documents: 100, bytes: 16 * 1024 * 1024 }

/**
 * Saves a picture of each path as a document of the batch, in a few transactions. Their ids, in order, which
 * are on disk; `failure` is why there are not as many as paths.
 */
export async function saveSamples(
  deps: SaveSamplesDeps,
  { paths, batch }: { paths: string[]; batch: string },
): Promise<{ ids: string[]; failure?: unknown }> {
  const ids: string[] = []
  try {
    while (ids.length < paths.length) {
      if (deps.stopping.aborted) throw new Problem(503, 'stopping', 'Glyphflow is being stopped')
      ids.push(...(await saveSlice(deps, { paths: paths.slice(ids.length), batch })))
    }
    return { ids }
  } catch (failure) {
    return { ids, failure }
  }
}

async function saveSlice(
  deps: SaveSamplesDeps,
  { paths, batch }: { paths: string[]; batch: string },
): Promise<string[]> {
  let taken = 0
  const take = (bytes: number) => {
    if (!deps.budget.take(bytes)) {
      throw new Problem(503, 'too-many-uploads', 'Too much is being uploaded at the moment', {
        'retry-after': '2',
      })
    }
    taken += bytes
  }
  try {
    const documents = await readSlice(deps, { paths, batch, take })
    await requireRoom(deps, documents.length)
    await deps.store.addDocuments(documents)
    return documents.map(({ id }) => id)
  } finally {
    deps.budget.giveBack(taken)
  }
}

/** The first of these pictures as documents, as many as a slice has. */
async function readSlice(
  { samples, settings }: SaveSamplesDeps,
  { paths, batch, take }: { paths: string[]; batch: string; take: (bytes: number) => void },
): Promise<KeylessDocument[]> {
  const language = acceptLanguage(undefined, settings.OCR_LANGUAGES)
  // A picture that was drawn more than once is read once.
  const read = new Map<string, Awaited<ReturnType<typeof readSample>>>()
  const documents: KeylessDocument[] = []
  let bytes = 0
  for (const path of paths) {
    if (documents.length === slice.documents || bytes >= slice.bytes) break
    const known = read.get(path)
    const sample = known ?? (await readSample(samples, path))
    if (!known) take(sample.page.bytes)
    read.set(path, sample)
    bytes += sample.page.bytes
    documents.push({
      ...{ id: createUuid(), createdAt: new Date(), filename: sample.filename, batch, language },
      ...{ traceparent: traceparentOf(undefined), idempotency: null, pages: [sample.page] },
    })
  }
  return documents
}

async function readSample(samples: SampleBase, path: string) {
  const { filename, image } = await samples.read(path)
  return { filename, page: { ...(await samples.inspect(path)), ...inMemory(image) } }
}
