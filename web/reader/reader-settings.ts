import { effect, signal } from '@preact/signals'
import { doubtfulBelowPercent } from '../format/state.ts'
import type { Fit } from './zoom/zoom.ts'

/** What is shown of a page: picture, text, or both. */
export const readerViews = ['both', 'picture', 'text'] as const
export type ReaderView = (typeof readerViews)[number]

/** How pages are shown, the same for all documents and after a reload. */
export function createReaderSettings(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  const kept = parse(storage.getItem('glyphflow.reader'))
  const view = signal<ReaderView>(readerViews.find((each) => each === kept.view) ?? 'both')
  const fit = signal<Fit>(kept.fit === 'page' ? 'page' : 'width')
  const marksDoubtful = signal(kept.marksDoubtful !== false)
  /** A word of lower confidence is doubtful, in per cent. */
  const threshold = signal(
    typeof kept.threshold === 'number' ? kept.threshold : doubtfulBelowPercent,
  )

  effect(() => {
    const settings = {
      ...{ view: view.value, fit: fit.value },
      ...{ marksDoubtful: marksDoubtful.value, threshold: threshold.value },
    }
    storage.setItem('glyphflow.reader', JSON.stringify(settings))
  })

  return { view, fit, marksDoubtful, threshold }
}

export type ReaderSettings = ReturnType<typeof createReaderSettings>

function parse(text: string | null): Record<string, unknown> {
  try {
    const settings: unknown = JSON.parse(text ?? '{}')
    return typeof settings === 'object' && settings !== null ? { ...settings } : {}
  } catch {
    return {}
  }
}
