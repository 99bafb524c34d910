import { type ReadonlySignal, signal } from '@preact/signals'
import { parseRoute, type Route, toAddress } from './route.ts'

export interface Navigation {
  route: ReadonlySignal<Route>
  /** Replaces the previous query in the history, so that Back leaves the search instead of one letter. */
  search: (query: string) => void
  open: (documentId: string, page?: number) => void
  /** Shows another document in the open view; Back still closes the view. */
  switchTo: (documentId: string) => void
  close: () => void
}

/** Owner of the browser's history. */
export function createNavigation({ window }: { window: Window }): Navigation {
  const { history, location } = window
  const route = signal(parseRoute(location))
  window.addEventListener('popstate', () => {
    route.value = parseRoute(location)
  })

  function go(change: Partial<Route>, how: 'push' | 'replace', opened = false) {
    const next = { ...route.value, ...change }
    const address = toAddress(next)
    if (how === 'push') history.pushState({ opened }, '', address)
    else history.replaceState(history.state, '', address)
    route.value = next
  }

  return {
    route,
    search: (query) => {
      if (query === route.value.query) return
      go({ query }, route.value.query === '' ? 'push' : 'replace')
    },
    open: (documentId, page = 1) => go({ documentId, page }, 'push', true),
    switchTo: (documentId) => go({ documentId, page: 1 }, 'replace'),
    close: () => {
      if (route.value.documentId === null) return
      if (history.state?.opened) history.back()
      else go({ documentId: null, page: 1 }, 'replace')
    },
  }
}
