import { computed, effect, type ReadonlySignal, signal } from '@preact/signals'
import type { Document, Page, PageWithWords } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { ApiProblem } from '../api/api-problem.ts'

export interface LoadedPageDeps {
  api: Pick<Api, 'page'>
  document: ReadonlySignal<Document | null>
  page: ReadonlySignal<Page | null>
  /** Pause after a failed request, ms. */
  retryMs?: number
}

export interface LoadedPage extends PageWithWords {
  documentId: string
  /** Words as recognized, if some are corrected. */
  recognized: PageWithWords['words'] | null
}

/** The words of the shown page, loaded again when it changes. */
export function createLoadedPage({ api, document, page, retryMs = 4_000 }: LoadedPageDeps) {
  const latest = signal<LoadedPage | null>(null)
  const reloads = signal(0)
  let outdated: LoadedPage | null = null

  // Of several documents only one is shown, and a change of another page of it changes nothing here.
  const wanted = computed(() => {
    const shown = page.value
    if (!document.value || shown?.status !== 'done') return null
    const version = `${shown.try} ${shown.correctedAt}`
    return JSON.stringify([document.value.id, shown.page, version, reloads.value])
  })

  async function load(documentId: string, number: number, stop: AbortSignal): Promise<LoadedPage> {
    const loaded = await api.page(documentId, number, 'corrected', stop)
    const recognized = loaded.correctedAt
      ? (await api.page(documentId, number, 'recognized', stop)).words
      : null
    return { ...loaded, documentId, recognized }
  }

  /** The answer to a correction is shown: it says what the document will say. */
  function isLatest(documentId: string): boolean {
    const [shown, known] = [latest.peek(), page.peek()]
    return (
      shown !== outdated &&
      shown?.documentId === documentId &&
      shown.page === known?.page &&
      shown.try === known.try &&
      shown.correctedAt === known.correctedAt
    )
  }

  effect(() => {
    const key = wanted.value
    if (key === null) return
    const [documentId, number] = JSON.parse(key)
    if (isLatest(documentId)) return
    const before = latest.peek()
    const stop = new AbortController()
    let retry: ReturnType<typeof setTimeout> | undefined
    load(documentId, number, stop.signal).then(
      (answer) => {
        if (stop.signal.aborted) return
        const now = latest.peek()
        const isOfPage = now?.documentId === documentId && now?.page === number
        if (!isOfPage || now === before) latest.value = answer
        // A correction was answered meanwhile. Which of the answers is newer is not known.
        else if (!isLatest(documentId)) reload()
      },
      (error: unknown) => {
        // Until then, the text of the document is shown without places.
        if (!stop.signal.aborted && !isRefused(error)) retry = setTimeout(reload, retryMs)
      },
    )
    return () => {
      stop.abort()
      clearTimeout(retry)
    }
  })

  function reload() {
    outdated = latest.peek()
    reloads.value += 1
  }

  /** Null until it is loaded. */
  const loaded = computed(() => {
    const { documentId, page: number } = latest.value ?? {}
    const isShown = documentId === document.value?.id && number === page.value?.page
    return isShown && page.value?.status === 'done' ? latest.value : null
  })

  return {
    loaded,
    /** Shows the answer to a correction, unless its page is no longer shown. */
    show(documentId: string, answer: PageWithWords, since: LoadedPage | null) {
      const now = loaded.peek()
      if (now?.documentId !== documentId || now.page !== answer.page) return
      if (now === since) {
        const recognized = answer.correctedAt ? (now.recognized ?? now.words) : null
        latest.value = { ...answer, documentId, recognized }
        // Another correction was loaded meanwhile. Which of them is newer is not known.
      } else reload()
    },
    reload,
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof ApiProblem && error.status >= 400 && error.status < 500
}
