import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import {
  chunkAt,
  chunkLength,
  type Sizes,
  topOf,
  type Window,
  windowBetween,
} from '../../list/chunk-window.ts'
import type { ListLayout } from '../../list/list-settings.ts'

/** Distance from the view within which entries are in the page, px. */
const marginPx = 1_200
const rowPx: Record<ListLayout, number> = { cards: 198, rows: 56 }

/**
 * Part of a long list that is in the page: what is near the view. `list` has the entries of whole chunks, and a
 * `.spacer` for what is left out before and after them. In another layout or width, the view stays at its entries.
 */
export function useChunkWindow(
  list: RefObject<HTMLElement | null>,
  { length, layout }: { length: number; layout: ListLayout },
): Window {
  const sizes = useRef<Sizes>({ count: 0, heights: [], estimate: rowPx[layout] * chunkLength })
  const measuredAs = useRef('')
  /** Distance of the view from the top of the list when it was placed last, px. */
  const scrolledPx = useRef(0)
  /** Chunk to scroll to, once the list has its height. */
  const target = useRef<number | null>(null)
  const shown = useSignal<Window>({ from: 0, to: 1, before: 0, after: 0 })

  function place() {
    const element = list.current
    if (!element) return
    let { top } = element.getBoundingClientRect()
    const as = `${layout} ${element.clientWidth}`
    if (as !== measuredAs.current) {
      if (scrolledPx.current > 0) target.current = chunkAt(scrolledPx.current, sizes.current)
      sizes.current = { count: 0, heights: [], estimate: rowPx[layout] * chunkLength }
    }
    const isOther = as !== measuredAs.current
    measuredAs.current = as
    sizes.current = measure(element, shown.peek(), sizes.current, length)
    if (target.current !== null) {
      const targetPx = topOf(target.current, sizes.current)
      if (!isOther) {
        window.scrollBy(0, targetPx + top)
        target.current = null
      }
      top = -targetPx
    }
    scrolledPx.current = -top
    const [from, to] = [-marginPx - top, window.innerHeight + marginPx - top]
    const next = windowBetween(from, to, sizes.current)
    if (isOther || differ(next, shown.peek())) shown.value = next
  }

  useLayoutEffect(place)
  useEffect(() => {
    let frame = 0
    const placeOnFrame = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(place)
    }
    window.addEventListener('scroll', placeOnFrame, { passive: true })
    window.addEventListener('resize', placeOnFrame)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', placeOnFrame)
      window.removeEventListener('resize', placeOnFrame)
    }
  }, [length, layout])
  return shown.value
}

/** Sizes with the heights of the chunks that are in the page. */
function measure(list: HTMLElement, { from, to }: Window, known: Sizes, length: number): Sizes {
  const rows = list.querySelectorAll(':scope > :not(.spacer)')
  const after = list.querySelector(':scope > :not(.spacer) ~ .spacer')
  const end = after?.getBoundingClientRect().top ?? list.getBoundingClientRect().bottom
  const heights = [...known.heights]
  for (let chunk = from; chunk < to; chunk += 1) {
    const first = rows[(chunk - from) * chunkLength]?.getBoundingClientRect().top
    if (first === undefined) break
    const next = rows[(chunk - from + 1) * chunkLength]?.getBoundingClientRect().top
    heights[chunk] = (next ?? end) - first
  }
  const whole = heights.slice(0, Math.floor(length / chunkLength)).flatMap((height) => height ?? [])
  const mean = whole.reduce((sum, height) => sum + height, 0) / whole.length
  return {
    ...{ count: Math.ceil(length / chunkLength), heights },
    estimate: whole.length === 0 ? known.estimate : mean,
  }
}

function differ(one: Window, other: Window): boolean {
  return (
    one.from !== other.from ||
    one.to !== other.to ||
    Math.abs(one.before - other.before) > 0.5 ||
    Math.abs(one.after - other.after) > 0.5
  )
}
