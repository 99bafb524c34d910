import { useSignal, useSignalEffect } from '@preact/signals'
import type { App } from '../app/create-app.ts'
import type { Notices as NoticesState } from '../app/notices.ts'
import { Icon } from './icon.tsx'

/** What went wrong, at the foot of the window, and whether the connection is there. */
export function Notices({ app }: { app: App }) {
  const { feed, notices } = app
  return (
    <div class="notices" role="status">
      {feed.isLost.value && (
        <p class="notice" key="lost">
          <span class="dot dot-lost" />
          Connection lost. It comes back by itself.
        </p>
      )}
      {notices.shown.value.map(({ key, text }) => (
        <p class="notice" key={key}>
          {text}
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss"
            onClick={() => notices.dismiss(key)}
          >
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  )
}

/** Heard, not seen. Emptied after a while, so that the same sentence is heard again. */
export function Announcer({ notices }: { notices: NoticesState }) {
  const text = useSignal('')
  useSignalEffect(() => {
    text.value = notices.announced.value
    const timer = setTimeout(() => notices.announce(''), 5_000)
    return () => clearTimeout(timer)
  })
  return (
    <p class="unseen" aria-live="polite">
      {text.value}
    </p>
  )
}
