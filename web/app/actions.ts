import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { Api, RedriveChoice } from '../api/api.ts'
import { reasonOf } from '../api/api-problem.ts'
import type { Batch } from '../batch/batch.ts'
import type { Batches } from '../batch/batches.ts'
import { formatCount } from '../format/quantity.ts'
import type { Library } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import type { Deletions } from '../list/deletions.ts'
import type { Navigation } from '../routing/navigation.ts'
import { randomId } from '../uploads/random-id.ts'
import type { Upload } from '../uploads/upload.ts'
import type { Uploads } from '../uploads/uploads.ts'
import type { Follower } from './follow.ts'
import type { Notices } from './notices.ts'

export interface ActionsDeps {
  api: Api
  library: Library
  batches: Batches
  navigation: Navigation
  notices: Notices
  follower: Follower
  deletions: Deletions
}

/** The user's actions, each with all its effects. */
export function createActions(deps: ActionsDeps) {
  const { api, library, batches, navigation, notices, follower, deletions } = deps
  const isAddingSamples = signal(false)
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

  /** Called when a file of the batch was accepted, refused or cancelled. */
  async function settle(batch: Batch) {
    if (batch.isSent.peek()) await refreshBatch(batch).catch(() => {})
    await batches.settle(batch)
  }

  /** Shows the list to which documents are added. */
  function showList() {
    navigation.close()
    navigation.search('')
    navigation.visit('documents')
  }

  return {
    isAddingSamples,
    /** Ids of documents with a redrive request in progress. */
    redriving,
    addFiles(files: readonly File[], uploads: Uploads) {
      if (files.length === 0) return
      showList()
      const batch = files.length > 1 ? batches.start(randomId(), files.length).id : null
      // The server lists the newest first, so the first file is sent last.
      library.addUploads(uploads.add(files.toReversed(), batch).toReversed())
      notices.announce(`${formatCount(files.length, 'picture')} on the way`)
    },
    accepted(upload: Upload, { id, pageCount, status }: Accepted) {
      const known = { id, pages: pageCount, filename: upload.file.name, batch: upload.batch }
      const document = { ...toQueuedDocument(known), status }
      library.accept(upload, document)
      const batch = batches.find(upload.batch)
      batch?.accepted(document)
      follower.track(document)
      if (batch) void settle(batch)
    },
    refused(upload: Upload) {
      const batch = batches.find(upload.batch)
      batch?.refused()
      if (batch) void settle(batch)
      else notices.announce(`${upload.file.name} was refused`)
    },
    /** Removes a refused or unwanted file from the list. */
    dropUpload(upload: Upload, uploads: Uploads) {
      const batch = batches.find(upload.batch)
      if (upload.state.value.phase !== 'refused') batch?.cancelled()
      uploads.cancel(upload)
      library.removeUpload(upload)
      if (batch) void settle(batch)
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
    /** Reads pages again, by default the failed ones. */
    async redrive(id: string, choice?: RedriveChoice) {
      redriving.value = new Set([...redriving.value, id])
      await notifyOnError('It cannot be read again', async () => {
        const { redrivenPages } = await api.redrive(id, choice)
        follower.refetch(id)
        notices.announce(`${formatCount(redrivenPages, 'page')} on the way`)
      })
      redriving.value = new Set([...redriving.value].filter((each) => each !== id))
    },
  }
}

export type Actions = ReturnType<typeof createActions>
