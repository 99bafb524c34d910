import { signal } from '@preact/signals'
import type { Accepted } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { reasonOf } from '../api/api-problem.ts'
import type { Batch } from '../batch/batch.ts'
import type { Batches } from '../batch/batches.ts'
import { formatCount } from '../format/quantity.ts'
import type { Library } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
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
}

/** What a person can do, each with all that it entails. */
export function createActions(deps: ActionsDeps) {
  const { api, library, batches, navigation, notices, follower } = deps
  const isDrawing = signal(false)
  const redriving = signal<ReadonlySet<string>>(new Set())

  async function orNotice(what: string, work: () => Promise<void>) {
    try {
      await work()
    } catch (error) {
      notices.show(`${what}: ${reasonOf(error)}`)
    }
  }

  /** All documents of a batch as the server has them, and in its order: it took several at once. */
  async function bringIn(batch: Batch) {
    const documents = await batches.refresh(batch)
    for (const document of documents) library.update(document)
    library.arrange(documents)
  }

  /** A file of the batch is a document now, or never will be. */
  async function settle(batch: Batch) {
    if (batch.isSent.peek()) await bringIn(batch).catch(() => {})
    await batches.settle(batch)
  }

  function leaveSearch() {
    navigation.close()
    navigation.search('')
  }

  return {
    isDrawing,
    /** Ids of documents that are asked to be read again, and not answered yet. */
    redriving,
    addFiles(files: readonly File[], uploads: Uploads) {
      if (files.length === 0) return
      leaveSearch()
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
      follower.welcome(document)
      if (batch) void settle(batch)
    },
    refused(upload: Upload) {
      const batch = batches.find(upload.batch)
      batch?.refused()
      if (batch) void settle(batch)
      else notices.announce(`${upload.file.name} was refused`)
    },
    /** Takes a file off the list: refused, or not wanted any more. */
    dropUpload(upload: Upload, uploads: Uploads) {
      const batch = batches.find(upload.batch)
      if (upload.state.value.phase !== 'refused') batch?.cancelled()
      uploads.cancel(upload)
      library.removeUpload(upload)
      if (batch) void settle(batch)
    },
    async readSamples(count: number) {
      leaveSearch()
      isDrawing.value = true
      await orNotice('The pictures could not be drawn', async () => {
        const { batch: id, documents } = await api.samples(count)
        const batch = batches.start(id, 0)
        const queued = documents.map((each) => toQueuedDocument({ id: each, pages: 1, batch: id }))
        for (const document of queued) batch.add(document)
        library.addDocuments(queued.toReversed())
        for (const document of queued) follower.welcome(document)
        notices.announce(`${formatCount(count, 'picture')} on the way`)
        await bringIn(batch)
      })
      isDrawing.value = false
    },
    remove: (id: string) =>
      orNotice('It could not be deleted', async () => {
        await api.remove(id)
        follower.remove(id)
        notices.announce('Deleted')
      }),
    async redrive(id: string) {
      redriving.value = new Set([...redriving.value, id])
      await orNotice('It cannot be read again', async () => {
        const { redrivenPages } = await api.redrive(id)
        follower.refetch(id)
        notices.announce(`${formatCount(redrivenPages, 'page')} on the way`)
      })
      redriving.value = new Set([...redriving.value].filter((each) => each !== id))
    },
  }
}

export type Actions = ReturnType<typeof createActions>
