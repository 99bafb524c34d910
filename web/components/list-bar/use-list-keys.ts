import { useEffect } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { focusListLater, focusNeighbour } from '../document/focus-list.ts'

/**
 * Keys of the list: x chooses the entry with the focus, Shift+x all from the last choice on, Ctrl+A all that is
 * loaded, Escape none; Delete deletes the chosen ones, or the entry with the focus, and Ctrl+Z undoes that.
 */
export function useListKeys(app: App): void {
  useEffect(() => {
    const onKeyDown = createListKeys(app)
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

function createListKeys({ listing, navigation }: App): (event: KeyboardEvent) => void {
  const { selection, deletions } = listing

  function remove(entry: HTMLElement | null, id: string | null): boolean {
    const chosen = selection.ids.value
    if (chosen.length > 0) {
      deletions.add(chosen)
      selection.clear()
      focusListLater()
      return true
    }
    if (entry === null || id === null) return false
    focusNeighbour(entry)
    deletions.add([id])
    return true
  }

  /** Whether the key did something. */
  function act({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent, target: Element): boolean {
    const entry = target.closest<HTMLElement>('li[data-id]')
    const id = entry?.dataset.id ?? null
    if (ctrlKey || metaKey) {
      if (key === 'z' && !shiftKey) return deletions.undoLast()
      if (key === 'a' && entry) selection.all()
      return key === 'a' && entry !== null
    }
    if (key === 'Delete') return remove(entry, id)
    if (key === 'Escape' && selection.ids.value.length > 0) {
      selection.clear()
      // The bar with the focus goes with the choice.
      if (entry === null) focusListLater()
    } else if (key.toLowerCase() === 'x' && id !== null) selection.toggle(id, { isRange: shiftKey })
    else return false
    return true
  }

  return (event) => {
    const { target, defaultPrevented, altKey } = event
    if (defaultPrevented || altKey || !(target instanceof Element)) return
    const isTyping = target.closest('input:not([type=checkbox]), select, textarea') !== null
    if (isTyping || navigation.route.peek().documentId !== null) return
    if (act(event, target)) event.preventDefault()
  }
}
