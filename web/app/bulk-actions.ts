import { signal } from '@preact/signals'
import type { Api } from '../api/api.ts'
import { ApiProblem, reasonOf } from '../api/api-problem.ts'
import type { ExportFormat } from '../api/links.ts'
import { formatCount } from '../format/quantity.ts'
import type { Follower } from './follow.ts'
import type { Notices } from './notices.ts'

export interface BulkActionsDeps {
  api: Pick<Api, 'redrive' | 'zip'>
  notices: Notices
  follower: Pick<Follower, 'refetch'>
  /** Hands a file to the user. */
  save: (file: Blob, name: string) => void
}

const maxIdsOfZip = 1_000
const maxRedrivesAtOnce = 4
/** More are read behind single pages of others. */
const manyDocuments = 20

/** What is done with many documents at once. */
export function createBulkActions({ api, notices, follower, save }: BulkActionsDeps) {
  const busy = signal<'zip' | 'redrive' | null>(null)

  async function run(what: 'zip' | 'redrive', failure: string, work: () => Promise<void>) {
    if (busy.value !== null) return
    busy.value = what
    try {
      await work()
    } catch (error) {
      notices.show(`${failure}: ${reasonOf(error)}`)
    }
    busy.value = null
  }

  /** The failed pages of a document, or all of one that has none and waits for none; none if it was deleted. */
  async function redriveOne(id: string, how: { bulk?: true }): Promise<number> {
    try {
      const { redrivenPages: failed, status } = await api.redrive(id, { pages: 'failed', ...how })
      const isWhole = failed === 0 && status !== 'queued' && status !== 'processing'
      const all = isWhole ? await api.redrive(id, { pages: 'all', ...how }) : null
      follower.refetch(id)
      return failed + (all?.redrivenPages ?? 0)
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 404) return 0
      throw error
    }
  }

  return {
    /** What is under way. */
    busy,
    redrive: (ids: readonly string[]) =>
      run('redrive', 'Not everything can be read again', async () => {
        const left = [...ids]
        const how = ids.length > manyDocuments ? ({ bulk: true } as const) : {}
        let pages = 0
        const redriveNext = async () => {
          for (let id = left.shift(); id !== undefined; id = left.shift()) {
            try {
              const submitted = await redriveOne(id, how)
              pages += submitted
            } catch (error) {
              // No further document is begun.
              left.length = 0
              throw error
            }
          }
        }
        const turns = Array.from({ length: maxRedrivesAtOnce }, redriveNext)
        const ends = await Promise.allSettled(turns)
        notices.show(`${formatCount(pages, 'page')} on the way`)
        const failed = ends.find((end) => end.status === 'rejected')
        if (failed) throw failed.reason
      }),
    /** Downloads ZIP files of at most 1,000 documents. One that fails, as nothing of it has been read, stops no other. */
    download: (ids: readonly string[], format: ExportFormat) =>
      run('zip', 'Not everything can be downloaded', async () => {
        let failure: unknown
        for (let part = 0; part * maxIdsOfZip < ids.length; part += 1) {
          const chosen = ids.slice(part * maxIdsOfZip, (part + 1) * maxIdsOfZip)
          try {
            const file = await api.zip(chosen, format)
            save(file, part === 0 ? 'documents.zip' : `documents-${part + 1}.zip`)
          } catch (error) {
            failure ??= error
          }
        }
        if (failure !== undefined) throw failure
      }),
  }
}
