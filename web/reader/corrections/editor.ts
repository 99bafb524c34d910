import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals'
import type { LoadedPage } from '../loaded-page.ts'
import type { Corrections } from './corrections.ts'
import { beginEdit, type Edit, type Place, wordEditsOf } from './edit.ts'
import type { Token } from './tokens.ts'

export interface EditorDeps {
  corrections: Pick<Corrections, 'save' | 'isSaving'>
  loaded: ReadonlySignal<LoadedPage | null>
  tokens: ReadonlySignal<readonly Token[]>
  current: Signal<number | null>
}

/** The edit that is open. It is saved wherever the user goes, unless it is cancelled. */
export function createEditor({ corrections, loaded, tokens, current }: EditorDeps) {
  const editing = signal<Edit | null>(null)

  function begin(place: Place) {
    const [page, open] = [loaded.peek(), editing.peek()]
    // A word that is being saved has its text with the answer.
    if (!page || open?.tokens.some(({ index }) => index === place.index)) return
    leave()
    editing.value = beginEdit(page, tokens.peek(), place)
  }

  function close(edit: Edit) {
    edit.isOver.value = true
    current.value = edit.index
    editing.value = null
  }

  /** Saves an edit, and closes it if it is still open. False if it was not closed by that. */
  async function finish(edit: Edit): Promise<boolean> {
    if (edit.isOver.peek()) return false
    edit.isOver.value = true
    const outcome = await corrections.save(edit, wordEditsOf(edit), edit.typed)
    if (editing.peek() !== edit) return false
    if (outcome === 'failed') edit.isOver.value = false
    // After a conflict, the text of the others is shown.
    else close(edit)
    return outcome !== 'failed'
  }

  function leave() {
    const edit = editing.peek()
    if (!edit) return
    void finish(edit)
    editing.value = null
  }

  effect(() => {
    const [edit, page] = [editing.value, loaded.value]
    if (!edit) return
    const isOfPage = page?.documentId === edit.documentId && page.page === edit.page
    if (!isOfPage || edit.tokens.some(({ index }) => !page.words[index])) untracked(leave)
  })

  return {
    editing: editing as ReadonlySignal<Edit | null>,
    /** Opens a word or a line; what is open is saved meanwhile. */
    begin,
    finish,
    cancel: close,
    /** Whether closing the browser now would lose what was typed. */
    hasUnsaved() {
      const edit = editing.peek()
      return corrections.isSaving.peek() || (edit !== null && wordEditsOf(edit).length > 0)
    },
  }
}
