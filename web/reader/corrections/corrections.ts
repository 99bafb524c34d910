import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { PageWithWords } from '../../../functions/shared/http/api.ts'
import type { Api, WordEdit } from '../../api/api.ts'
import { ApiProblem, reasonOf } from '../../api/api-problem.ts'
import type { Notices } from '../../app/notices.ts'
import type { LoadedPage } from '../loaded-page.ts'

export interface CorrectionsDeps {
  api: Pick<Api, 'correct' | 'restore'>
  notices: Notices
  loaded: ReadonlySignal<LoadedPage | null>
  /** Shows the answer to a correction that was sent while `since` was shown. */
  show: (documentId: string, answer: PageWithWords, since: LoadedPage | null) => void
  reload: () => void
}

type PageId = Pick<LoadedPage, 'documentId' | 'page'>

interface Correction extends PageId {
  /** Edits that undo it. */
  undo: WordEdit[]
}

type Outcome = 'saved' | 'conflict' | 'failed'

/**
 * Corrections of pages, each of which can be undone. They are sent one after the other. The document has the new text
 * when the feed tells of it.
 */
export function createCorrections(deps: CorrectionsDeps) {
  const { api, notices, loaded, show, reload } = deps
  const made = signal<readonly Correction[]>([])
  const unsent = signal(0)
  let previous: Promise<unknown> = Promise.resolve()
  let undone: Promise<void> = Promise.resolve()

  /** `typed` is told to the user if it cannot be saved: its field may be gone. */
  function send(page: PageId, change: () => Promise<PageWithWords>, typed = ''): Promise<Outcome> {
    unsent.value += 1
    const sent = previous.then(async (): Promise<Outcome> => {
      const since = loaded.peek()
      try {
        show(page.documentId, await change(), since)
        return 'saved'
      } catch (error) {
        const isConflict = error instanceof ApiProblem && error.code === 'correction-conflict'
        if (isConflict) reload()
        const reason = isConflict ? 'the text has changed meanwhile' : reasonOf(error)
        const yours = typed.trim() === '' ? '' : `. You wrote “${typed.trim()}”`
        notices.show(`It could not be saved: ${reason}${yours}`)
        return isConflict ? 'conflict' : 'failed'
      } finally {
        unsent.value -= 1
      }
    })
    previous = sent
    return sent
  }

  const lastOf = (shown: PageId | null) =>
    made.value.findLast(
      ({ documentId, page }) => documentId === shown?.documentId && page === shown.page,
    )

  async function undoLast(shown: PageId | null) {
    // What is being saved can be undone, too.
    await previous
    const correction = lastOf(shown)
    if (!correction) return
    const { documentId, page, undo } = correction
    const outcome = await send(correction, () => api.correct(documentId, page, undo))
    // What somebody else has corrected since is theirs.
    if (outcome !== 'failed') made.value = made.value.filter((each) => each !== correction)
    if (outcome === 'saved') notices.announce('Undone')
  }

  return {
    isSaving: computed(() => unsent.value > 0),
    /** Edits that change nothing are saved at once. */
    async save({ documentId, page }: PageId, edits: WordEdit[], typed: string): Promise<Outcome> {
      if (edits.length === 0) return 'saved'
      let undo: WordEdit[] = []
      const correct = async () => {
        const answer = await api.correct(documentId, page, edits)
        // The server may have tidied the text.
        undo = edits.map(({ index, was, text }) => ({
          ...{ index, was: answer.words[index]?.text ?? text, text: was },
        }))
        return answer
      }
      const outcome = await send({ documentId, page }, correct, typed)
      if (outcome === 'saved') made.value = [...made.value, { documentId, page, undo }]
      return outcome
    },
    canUndo: () => lastOf(loaded.value) !== undefined,
    /** Undoes the last correction of the shown page; asked again meanwhile, the one before it as well. */
    undo() {
      const shown = loaded.peek()
      undone = undone.then(() => undoLast(shown))
      return undone
    },
    /** Brings back what was read on the shown page. */
    async restore() {
      const shown = loaded.peek()
      if (!shown) return
      const { documentId, page } = shown
      if ((await send(shown, () => api.restore(documentId, page))) !== 'saved') return
      made.value = made.value.filter((each) => each.documentId !== documentId || each.page !== page)
      notices.announce('As it was read')
    },
  }
}

export type Corrections = ReturnType<typeof createCorrections>
