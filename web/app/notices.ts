import { signal } from '@preact/signals'

export interface Notice {
  key: number
  text: string
}

/** Error notices, shown for `showMs`, and announcements for screen readers. */
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
    show(text: string) {
      const key = ++keys
      shown.value = [...shown.value.filter((notice) => notice.text !== text), { key, text }]
      setTimeout(() => dismiss(key), showMs)
    },
    announce(text: string) {
      announced.value = text
    },
  }
}

export type Notices = ReturnType<typeof createNotices>
