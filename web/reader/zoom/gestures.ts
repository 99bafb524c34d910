import { wheelFactor } from './zoom.ts'

/** Point in the window, in px. */
export interface Point {
  clientX: number
  clientY: number
}

/** Zoom by the wheel with Ctrl, which a trackpad's pinch is as well, and by two fingers. One finger scrolls. */
export function attachGestures(
  scroller: HTMLElement,
  zoomBy: (factor: number, at: Point) => void,
): () => void {
  let frame = 0
  let factor = 1
  let at: Point = { clientX: 0, clientY: 0 }
  let fingers: { distance: number; at: Point } | null = null

  // Several events of a frame are one change.
  function zoomSoon(by: number, point: Point) {
    factor *= by
    at = point
    frame ||= requestAnimationFrame(() => {
      zoomBy(factor, at)
      frame = 0
      factor = 1
    })
  }

  function onWheel(event: WheelEvent) {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    const lineHeight = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 30 : 1
    zoomSoon(wheelFactor(event.deltaY * lineHeight), event)
  }

  function onTouch(event: TouchEvent) {
    const [first, second] = event.touches
    if (!first || !second) {
      fingers = null
      return
    }
    if (event.cancelable) event.preventDefault()
    const point = {
      clientX: (first.clientX + second.clientX) / 2,
      clientY: (first.clientY + second.clientY) / 2,
    }
    const distance = Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY)
    if (fingers && event.type === 'touchmove') {
      scroller.scrollLeft -= point.clientX - fingers.at.clientX
      scroller.scrollTop -= point.clientY - fingers.at.clientY
      zoomSoon(distance / Math.max(fingers.distance, 1), point)
    }
    fingers = { distance, at: point }
  }

  const touches = ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const
  scroller.addEventListener('wheel', onWheel, { passive: false })
  for (const type of touches) scroller.addEventListener(type, onTouch, { passive: false })
  return () => {
    cancelAnimationFrame(frame)
    scroller.removeEventListener('wheel', onWheel)
    for (const type of touches) scroller.removeEventListener(type, onTouch)
  }
}
