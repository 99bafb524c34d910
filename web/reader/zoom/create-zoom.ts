import { effect, signal } from '@preact/signals'
import type { ReaderSettings } from '../reader-settings.ts'
import { attachGestures, type Point } from './gestures.ts'
import { clampZoom, type Fit, fitZoom, type Size, stepZoom } from './zoom.ts'

/** Elements of a picture: one that scrolls, one as large as the picture is shown, and a layer in px of the picture. */
export interface Stage {
  scroller: HTMLElement
  sheet: HTMLElement
  layer: HTMLElement
  picture: Size
}

/** Space around a picture that fits, px. */
const margin = 12

/**
 * Zoom of the picture. It sets sizes itself, because a layer of thousands of words is neither rendered nor laid out
 * again for it.
 */
export function createZoom(settings: Pick<ReaderSettings, 'fit'>) {
  const zoom = signal(1)
  /** Null after a zoom by hand. */
  const fit = signal<Fit | null>(settings.fit.peek())
  let stage: Stage | null = null

  function set(next: number) {
    if (!stage) return
    const { sheet, layer, picture } = stage
    sheet.style.width = `${picture.width * next}px`
    sheet.style.height = `${picture.height * next}px`
    layer.style.transform = `scale(${next})`
    zoom.value = next
  }

  function refit() {
    if (!stage || fit.value === null) return
    const { scroller, picture } = stage
    // A scrollbar below comes only with a picture that does not fit.
    const room = {
      width: scroller.clientWidth - 2 * margin,
      height: scroller.offsetHeight - 2 * margin,
    }
    if (room.width > 0 && room.height > 0) set(fitZoom(fit.value, picture, room))
  }

  /** The place of the picture at that point, by default in the middle, stays where it is. */
  function zoomTo(next: number, at?: Point) {
    if (!stage) return
    const { scroller, sheet } = stage
    const frame = scroller.getBoundingClientRect()
    const { clientX, clientY } = at ?? {
      clientX: frame.left + frame.width / 2,
      clientY: frame.top + frame.height / 2,
    }
    const before = sheet.getBoundingClientRect()
    const factor = clampZoom(next) / zoom.peek()
    fit.value = null
    set(clampZoom(next))
    const after = sheet.getBoundingClientRect()
    scroller.scrollLeft += after.left + (clientX - before.left) * factor - clientX
    scroller.scrollTop += after.top + (clientY - before.top) * factor - clientY
  }

  return {
    zoom,
    fit,
    /** Shows a picture, until the returned function is called. */
    attach(next: Stage): () => void {
      stage = next
      if (fit.value === null) set(zoom.peek())
      next.scroller.scrollTo(0, 0)
      const observer = new ResizeObserver(refit)
      observer.observe(next.scroller)
      const stopFitting = effect(refit)
      const stopGestures = attachGestures(next.scroller, (factor, at) =>
        zoomTo(zoom.peek() * factor, at),
      )
      return () => {
        observer.disconnect()
        stopFitting()
        stopGestures()
        stage = null
      }
    },
    step: (direction: 1 | -1) => zoomTo(stepZoom(zoom.peek(), direction)),
    fitTo(next: Fit) {
      settings.fit.value = next
      fit.value = next
    },
    /** Place of a point in px of the picture. */
    toPicture({ clientX, clientY }: Point): { x: number; y: number } {
      const { left, top } = stage?.sheet.getBoundingClientRect() ?? { left: 0, top: 0 }
      return { x: (clientX - left) / zoom.peek(), y: (clientY - top) / zoom.peek() }
    },
  }
}

export type Zoom = ReturnType<typeof createZoom>
