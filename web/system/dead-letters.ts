import { signal } from '@preact/signals'
import type { DeadLetter } from '../../functions/shared/http/system-api.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem, reasonOf } from '../api/api-problem.ts'
import type { Notices } from '../app/notices.ts'
import { formatCount } from '../format/quantity.ts'

export interface DeadLettersDeps {
  api: Pick<Api, 'deadLetters' | 'deleteDeadLetter' | 'redrive'>
  notices: Pick<Notices, 'announce' | 'show'>
}

const shownLetters = 20
const loadedAtOnce = 200

/** Dead letters that were not redriven: the newest, a redrive of all, and the deletion of one. */
export function createDeadLetters({ api, notices }: DeadLettersDeps) {
  const letters = signal<readonly DeadLetter[]>([])
  /** Documents redriven so far by `readAllAgain`, of all; null if it does not run. */
  const progress = signal<{ done: number; of: number } | null>(null)

  async function load() {
    const list = await api.deadLetters({ limit: shownLetters }).catch(() => null)
    if (list !== null) letters.value = list.deadLetters
  }

  async function allDocuments(): Promise<string[]> {
    const documents = new Set<string>()
    let cursor: string | null | undefined
    do {
      const list = await api.deadLetters({ limit: loadedAtOnce, ...(cursor && { cursor }) })
      for (const { documentId } of list.deadLetters) if (documentId) documents.add(documentId)
      cursor = list.next
    } while (cursor)
    return [...documents]
  }

  /** Ends at the first refusal: what refuses one, such as a full disk, refuses the others. */
  async function redriveAll(): Promise<number> {
    const documents = await allDocuments()
    let pages = 0
    for (const [index, id] of documents.entries()) {
      progress.value = { done: index, of: documents.length }
      pages += await api.redrive(id).then(
        ({ redrivenPages }) => redrivenPages,
        (error) => {
          // Deleted meanwhile.
          if (error instanceof ApiProblem && error.status === 404) return 0
          throw error
        },
      )
    }
    return pages
  }

  return {
    letters,
    progress,
    load,
    /** For a letter without a document, which cannot be read again. */
    async dismiss(letter: DeadLetter) {
      try {
        await api.deleteDeadLetter(letter)
      } catch (error) {
        // Another page may have been quicker.
        const isGone = error instanceof ApiProblem && error.status === 404
        if (!isGone) notices.show(`It cannot be dismissed: ${reasonOf(error)}`)
      }
      await load()
    },
    async readAllAgain() {
      if (progress.peek() !== null) return
      progress.value = { done: 0, of: 0 }
      try {
        notices.announce(`${formatCount(await redriveAll(), 'page')} on the way`)
      } catch (error) {
        notices.show(`Not all can be read again: ${reasonOf(error)}`)
      }
      progress.value = null
      await load()
    },
  }
}
