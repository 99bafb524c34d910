import type { App } from '../../app/create-app.ts'
import type { Zoom } from '../../reader/zoom/create-zoom.ts'
import { stepTo } from './text/step-to.ts'

/** Keys of the reader. Arrows scroll the picture, as browsers do, and choose words in the text. */
export function createReaderKeys(app: App, zoom: Zoom): (event: KeyboardEvent) => void {
  const { reader, navigation, detail } = app

  function turn(step: 1 | -1, isDocument: boolean) {
    const id = step < 0 ? detail.previous.value : detail.next.value
    if (!isDocument) reader.turnTo(reader.pageNumber.value + step)
    else if (id !== null) navigation.switchTo(id)
  }

  function leave() {
    if (reader.current.value === null) navigation.close()
    else reader.current.value = null
  }

  const actions: Record<string, (event: KeyboardEvent) => void> = {
    '+': () => zoom.step(1),
    '=': () => zoom.step(1),
    '-': () => zoom.step(-1),
    '0': () => zoom.fitTo('page'),
    w: () => zoom.fitTo('width'),
    n: () => stepTo(reader.current, reader.doubtful.value, 1),
    N: () => stepTo(reader.current, reader.doubtful.value, -1),
    PageUp: ({ shiftKey }) => turn(-1, shiftKey),
    PageDown: ({ shiftKey }) => turn(1, shiftKey),
    Escape: leave,
  }

  return (event) => {
    const { key, target, ctrlKey, metaKey, altKey, shiftKey } = event
    const isTyping = target instanceof Element && target.closest('input, select, textarea') !== null
    if (event.defaultPrevented || isTyping || altKey) return
    if (ctrlKey || metaKey) {
      if (key === 'z' && !shiftKey) void reader.corrections.undo()
      else if (key !== 'a' || !selectPane(target)) return
    } else {
      const action = actions[key]
      const isTurn = key === 'PageUp' || key === 'PageDown'
      // With one page, these keys scroll.
      const hasPages = shiftKey || (reader.document.value?.pages.length ?? 1) > 1
      if (!action || (isTurn && !hasPages)) return
      action(event)
    }
    event.preventDefault()
  }
}

/** Selects all words of the pane with the focus. */
function selectPane(target: EventTarget | null): boolean {
  const element = target instanceof Element ? target : null
  const pane = element?.closest('.picture-pane, .text-pane')
  const words = pane?.querySelector('.words, .text')
  if (words) getSelection()?.selectAllChildren(words)
  return Boolean(words)
}
