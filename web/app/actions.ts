import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { Api, RedriveChoice } from '../api/api.ts'
import { reasonOf } from '../api/api-problem.ts'
import { type ExportFormat, exportUrl } from '../api/links.ts'
import type { Batch } from '../batch/batch.ts'
import type { Batches } from '../batch/batches.ts'
import { formatCount } from '../format/quantity.ts'
import type { Library } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import type { Deletions } from '../list/deletions.ts'
import type { Navigation } from '../routing/navigation.ts'
import type { Fault } from '../uploads/files/check-file.ts'
import { randomId } from '../uploads/random-id.ts'
import type { Refusal, Refusals } from '../uploads/refusals.ts'
import type { Upload } from '../uploads/upload.ts'
import type { Uploads } from '../uploads/uploads.ts'
import type { Follower } from './follow.ts'
import type { Notices } from './notices.ts'

export interface ActionsDeps {
  api: Api
  library: Library
  batches: Batches
  uploads: Uploads
  refusals: Refusals
  navigation: Navigation
  notices: Notices
  follower: Follower
  deletions: Deletions
  /** Saves what a URL answers with. */
  save: (url: string) => void
}

/** The user's actions, each with all its effects. */
export function createActions(deps: ActionsDeps) {
  const { api, library, batches, uploads, refusals, navigation } = deps
  const { notices, follower, deletions, save } = deps
  const isAddingSamples = signal(false)
  const isDownloading = signal(false)
  const redriving = signal<ReadonlySet<string>>(new Set())

  async function notifyOnError(failure: string, work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      notices.show(`${failure}: ${reasonOf(error)}`)
    }
  }

  /** Loads a batch's documents and takes the server's order: uploads run in parallel. */
  async function refreshBatch(batch: Batch) {
    const documents = await batches.refresh(batch)
    for (const document of documents) library.update(document)
    library.arrange(documents)
  }

  /** Called when an upload of the batch was accepted, refused or cancelled. */
  async function settle(batch: Batch) {
    if (batch.isSent.peek()) await refreshBatch(batch).catch(() => {})
    await batches.settle(batch)
  }

  function cancelUploads(cancelled: readonly Upload[]) {
    uploads.cancel(cancelled)
    for (const upload of cancelled) {
      library.removeUpload(upload)
      refusals.ended(upload.key)
    }
    const batch = batches.find(cancelled[0]?.batch ?? null)
    batch?.cancelled(cancelled.length)
    if (batch) void settle(batch)
  }

  /** Shows the list to which documents are added. */
  const showList = () => navigation.visit('documents')

  return {
    isAddingSamples,
    isDownloading,
    showList,
    /** Ids of documents with a redrive request in progress. */
    redriving,
    /** Sends files, each list of which is to be one document. */
    addDocuments(documents: readonly (readonly File[])[]) {
      if (documents.length === 0) return
      const count = documents.length
      const batch = count > 1 ? batches.start(randomId(), count).id : null
      // The server lists the newest first, so the first file is sent last.
      library.addUploads(uploads.add(documents.toReversed(), batch).toReversed())
      const files = documents.flat().length
      const sent = files === count ? formatCount(count, 'picture') : formatCount(count, 'document')
      notices.announce(`${sent}${files === count ? '' : ` of ${files} files`} on the way`)
    },
    accepted(upload: Upload, { id, pageCount, status }: Accepted) {
      const known = { id, pages: pageCount, filename: upload.file.name, batch: upload.batch }
      const document = { ...toQueuedDocument(known), status }
      library.accept(upload, document)
      refusals.ended(upload.key)
      const batch = batches.find(upload.batch)
      batch?.accepted(document)
      follower.track(document)
      if (batch) void settle(batch)
    },
    refused(upload: Upload, fault: Fault, code: string | null) {
      const batch = batches.find(upload.batch)
      batch?.refused()
      library.removeUpload(upload)
      refusals.add([{ key: upload.key, name: upload.file.name, fault, code, upload }])
      if (batch) void settle(batch)
      else notices.announce(`${upload.file.name} was refused: ${fault.detail}`)
    },
    /** Sends a refused upload again. */
    retryUpload(refusal: Refusal, password: string | null = null) {
      if (refusal.upload === null) return
      refusals.remove(refusal)
      batches.find(refusal.upload.batch)?.retried()
      library.addUploads([uploads.retry(refusal.upload, password)])
    },
    cancelUpload: (upload: Upload) => cancelUploads([upload]),
    /** Cancels what the batch has not sent yet. */
    cancelBatch(batch: Batch) {
      const unsent = library.items
        .peek()
        .flatMap(({ upload, document }) =>
          upload?.batch === batch.id && document.peek() === null ? upload : [],
        )
      cancelUploads(unsent)
    },
    async readSamples(count: number) {
      showList()
      isAddingSamples.value = true
      await notifyOnError('The pictures could not be added', async () => {
        const { batch: id, documents } = await api.samples(count)
        const batch = batches.start(id, 0)
        const queued = documents.map((each) => toQueuedDocument({ id: each, pages: 1, batch: id }))
        for (const document of queued) batch.add(document)
        library.addDocuments(queued.toReversed())
        for (const document of queued) follower.track(document)
        notices.announce(`${formatCount(count, 'picture')} on the way`)
        await refreshBatch(batch)
      })
      isAddingSamples.value = false
    },
    remove: (id: string) => deletions.add([id]),
    /** Downloads a document, or shows why it cannot be had in this format: a browser does not show that of a link. */
    async download(id: string, format: ExportFormat) {
      if (isDownloading.value) return
      isDownloading.value = true
      await notifyOnError('It cannot be downloaded', async () => {
        await api.requireExport(id, format)
        save(exportUrl(id, format))
      })
      isDownloading.value = false
    },
    /** Reads pages again, by default the failed ones. */
    async redrive(id: string, choice?: RedriveChoice) {
      redriving.value = new Set([...redriving.value, id])
      await notifyOnError('It cannot be read again', async () => {
        const { redrivenPages } = await api.redrive(id, choice)
        follower.refetch(id)
        notices.show(
          redrivenPages > 0
            ? `${formatCount(redrivenPages, 'page')} on the way`
            : 'It is being read already: choose again when it has ended',
        )
      })
      redriving.value = new Set([...redriving.value].filter((each) => each !== id))
    },
  }
}

export type Actions = ReturnType<typeof createActions>
