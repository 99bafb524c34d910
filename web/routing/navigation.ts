import { type ReadonlySignal, signal } from '@preact/signals'
import { type Filter, isFiltered, noFilter } from '../library/filter.ts'
import { isEarlierAddress, parseRoute, type Route, toAddress } from './route.ts'

/** Owner of the browser's history. */
export function createNavigation({ window }: { window: Window }) {
  const { history, location } = window
  const route = signal(parseRoute(location))
  const renewAddress = () => {
    if (isEarlierAddress(location)) history.replaceState(history.state, '', toAddress(route.value))
  }
  renewAddress()
  window.addEventListener('popstate', () => {
    route.value = parseRoute(location)
    renewAddress()
  })

  function go(change: Partial<Route>, how: 'push' | 'replace', opened = false) {
    const next = { ...route.value, ...change }
    const address = toAddress(next)
    if (how === 'push') history.pushState({ opened }, '', address)
    else history.replaceState(history.state, '', address)
    route.value = next
  }

  return {
    route: route as ReadonlySignal<Route>,
    /** Shows a view, with all its content. */
    visit(view: Route['view']) {
      const { documentId, query, filter } = route.value
      const isWhole = query === '' && !isFiltered(filter) && documentId === null
      if (view === route.value.view && isWhole) return
      go({ view, query: '', filter: noFilter, documentId: null, page: null }, 'push')
      window.scrollTo(0, 0)
    },
    /** Replaces the previous query in the history, so that Back leaves the search instead of one letter. */
    search(query: string) {
      if (query === route.value.query) return
      go({ view: 'documents', query }, route.value.query === '' ? 'push' : 'replace')
    },
    /** Lists other documents; replaces the previous filter in the history, as a search does. */
    filter(change: Partial<Filter>) {
      const filter = { ...route.value.filter, ...change }
      go({ view: 'documents', filter }, isFiltered(route.value.filter) ? 'replace' : 'push')
      window.scrollTo(0, 0)
    },
    open: (documentId: string, page: number | null = null) =>
      go({ documentId, page }, 'push', true),
    /** Shows another document in the open view; Back still closes the view. */
    switchTo: (documentId: string) => go({ documentId, page: null }, 'replace'),
    turnTo: (page: number) => go({ page }, 'replace'),
    close() {
      if (route.value.documentId === null) return
      if (history.state?.opened) history.back()
      else go({ documentId: null, page: null }, 'replace')
    },
  }
}

export type Navigation = ReturnType<typeof createNavigation>
