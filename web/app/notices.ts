import { signal } from '@preact/signals'

export interface Notice {
  key: number
  text: string
  action?: { label: string; run: () => void }
}

interface NoticeOptions extends Pick<Notice, 'action'> {
  forMs?: number
}

/** Notices, shown for `showMs` or their own time, and announcements for screen readers. */
export function createNotices({ showMs }: { showMs: number }) {
  const shown = signal<readonly Notice[]>([])
  const announced = signal('')
  let keys = 0

  function dismiss(key: number) {
    shown.value = shown.value.filter((notice) => notice.key !== key)
  }

  return {
    shown,
    announced,
    dismiss,
    /** Replaces a notice of the same text, unless it has an action. Gives the key for `dismiss`. */
    show(text: string, { action, forMs = showMs }: NoticeOptions = {}): number {
      const key = ++keys
      const others = shown.value.filter((notice) => notice.text !== text || notice.action)
      shown.value = [...others, { key, text, ...(action && { action }) }]
      setTimeout(() => dismiss(key), forMs)
      return key
    },
    announce(text: string) {
      announced.value = text
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
