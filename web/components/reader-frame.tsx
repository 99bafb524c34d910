import { useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../app/create-app.ts'
import { focusListLater } from './document/focus-list.ts'
import { Lazy } from './lazy.tsx'

/**
 * The reader over the list, which stays as it was. The focus goes to the reader, and back to the link that opened it.
 */
export function ReaderFrame({ app }: { app: App }) {
  const frame = useRef<HTMLElement>(null)

  useLayoutEffect(() => {
    const before = document.activeElement
    frame.current?.focus({ preventScroll: true })
    return () => {
      // Until then it is inert.
      setTimeout(() => {
        if (!before?.isConnected || before === document.body) focusListLater()
        else if (before instanceof HTMLElement) before.focus({ preventScroll: true })
      })
    }
  }, [])

  return (
    <main class="reader" ref={frame} tabIndex={-1}>
      <Lazy
        app={app}
        styleSheet="reader.css"
        onClose={app.navigation.close}
        load={async () => (await import('./reader/reader-view.tsx')).ReaderView}
      />
    </main>
  )
}
