import { useSignal, useSignalEffect } from '@preact/signals'
import type { App } from '../app/create-app.ts'
import type { Notices as NoticesState } from '../app/notices.ts'
import { focusListLater } from './document/focus-list.ts'
import { Icon } from './icon.tsx'

/** Errors, what can be undone, and a lost connection, at the bottom of the window. */
export function Notices({ app }: { app: App }) {
  const { feed, notices } = app
  return (
    <div class="notices" role="status">
      {feed.isLost.value && (
        <p class="notice" key="lost">
          <span class="dot dot-lost" />
          Connection lost. Reconnecting…
        </p>
      )}
      {notices.shown.value.map(({ key, text, action }) => (
        <p class="notice" key={key}>
          {text}
          {action && (
            <button
              type="button"
              class="notice-action"
              onClick={() => {
                action.run()
                focusListLater()
              }}
            >
              {action.label}
            </button>
          )}
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

/** Live region for screen readers. Cleared after 5 s, so that a repeated text is announced again. */
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
