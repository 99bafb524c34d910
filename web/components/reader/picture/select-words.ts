import { nearestWord, offsetAt, type PlacedWord } from '../../../reader/place-words.ts'

export interface SelectWordsOptions {
  words: () => readonly PlacedWord[]
  toPicture: (point: MouseEvent) => { x: number; y: number }
  onClick: (index: number | null) => void
}

interface Place {
  node: Node
  offset: number
}

/**
 * Selects words by the mouse: from the letter nearest to where it was pressed to the one nearest to where it is.
 * Browsers themselves jump to the start or the end of the text where no word is. Returns a function that ends it.
 */
export function selectWords(pane: HTMLElement, options: SelectWordsOptions): () => void {
  const { words, toPicture, onClick } = options

  function placeAt(event: MouseEvent): Place | null {
    const { x, y } = toPicture(event)
    const word = nearestWord(words(), x, y)
    const node = word && pane.querySelector(`.words [data-index="${word.index}"]`)?.firstChild
    return node ? { node, offset: offsetAt(word, x, y) } : null
  }

  function onDown(event: MouseEvent) {
    const { clientX, clientY, target } = event
    const { left, top } = pane.getBoundingClientRect()
    const isOnScrollbar = clientX - left > pane.clientWidth || clientY - top > pane.clientHeight
    const isControl = target instanceof Element && target.closest('input, button') !== null
    if (event.button !== 0 || isOnScrollbar || isControl) return
    event.preventDefault()
    pane.focus({ preventScroll: true })
    const selection = getSelection()
    const start = placeAt(event)
    if (!selection || !start) return
    const { anchorNode } = selection
    const continues = event.shiftKey && anchorNode !== null && pane.contains(anchorNode)
    if (!continues) selection.collapse(start.node, start.offset)
    else selection.extend(start.node, start.offset)

    const onMove = (moved: MouseEvent) => {
      scrollTo(moved)
      const end = placeAt(moved)
      // The word may have been rendered anew.
      if (end && selection.anchorNode) selection.extend(end.node, end.offset)
    }
    const onUp = (released: MouseEvent) => {
      removeEventListener('mousemove', onMove)
      const word = released.target instanceof Element && released.target.closest('[data-index]')
      if (!selection.isCollapsed || continues) return
      onClick(word instanceof HTMLElement ? Number(word.dataset.index) : null)
    }
    addEventListener('mousemove', onMove)
    addEventListener('mouseup', onUp, { once: true })
  }

  /** Scrolls towards a point outside of the pane. */
  function scrollTo({ clientX, clientY }: MouseEvent) {
    const { left, right, top, bottom } = pane.getBoundingClientRect()
    const beyond = (at: number, from: number, to: number) =>
      Math.min(at - from, 0) + Math.max(at - to, 0)
    pane.scrollBy(beyond(clientX, left, right) / 2, beyond(clientY, top, bottom) / 2)
  }

  pane.addEventListener('mousedown', onDown)
  return () => pane.removeEventListener('mousedown', onDown)
}

/** Text of a selection within an element, with its line breaks; null if it is elsewhere, or empty. */
export function selectedText(within: Element): string | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  return within.contains(range.commonAncestorContainer)
    ? (range.cloneContents().textContent ?? '').trimEnd()
    : null
}
