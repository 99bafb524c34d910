import { useSignalEffect } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Reader } from '../../reader/create-reader.ts'

/**
 * Marks the word under the pointer and the current word within an element, by attributes: thousands of words are not
 * rendered again for one that is marked. A word that becomes the current one is scrolled into view.
 */
export function useWordMarks(pane: RefObject<HTMLElement | null>, reader: Reader) {
  const { pointed, current } = reader
  const mark = () => {
    setMark(pane.current, 'data-pointed', pointed.peek())
    setMark(pane.current, 'data-current', current.peek())
  }

  // After each render: an element may be a new one.
  useEffect(mark)
  useSignalEffect(() => {
    setMark(pane.current, 'data-pointed', pointed.value)
  })
  useSignalEffect(() => {
    const word = setMark(pane.current, 'data-current', current.value)
    if (word && pane.current) reveal(word, pane.current)
  })
  // A search shows its first hit; a correction, which finds the hits again, moves nothing.
  const hadHits = useRef(false)
  useSignalEffect(() => {
    const [first] = reader.hits.value
    const isKnown = hadHits.current
    hadHits.current = first !== undefined
    if (first === undefined || isKnown) return
    requestAnimationFrame(() => {
      const word = elementOf(pane.current, first)
      if (word && pane.current) reveal(word, pane.current)
    })
  })
}

function elementOf(pane: HTMLElement | null, index: number): HTMLElement | null {
  return pane?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null
}

function setMark(pane: HTMLElement | null, name: string, index: number | null): HTMLElement | null {
  const word = index === null ? null : elementOf(pane, index)
  for (const marked of pane?.querySelectorAll(`[${name}]`) ?? []) {
    if (marked !== word) marked.removeAttribute(name)
  }
  word?.setAttribute(name, '')
  return word
}

/** Scrolls a word to the middle of its pane, in each direction in which it is out of sight. */
export function reveal(word: HTMLElement, pane: HTMLElement) {
  const [inner, outer] = [word.getBoundingClientRect(), pane.getBoundingClientRect()]
  const isBeside = inner.left < outer.left || inner.right > outer.right
  const isAway = inner.top < outer.top || inner.bottom > outer.bottom
  pane.scrollBy({
    left: isBeside ? (inner.left + inner.right) / 2 - (outer.left + outer.right) / 2 : 0,
    top: isAway ? (inner.top + inner.bottom) / 2 - (outer.top + outer.bottom) / 2 : 0,
  })
}
