import { computed, effect, signal, untracked } from '@preact/signals'
import type { PageWithWords } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import type { Detail } from '../app/detail.ts'
import type { Notices } from '../app/notices.ts'
import { bestText } from '../library/hits.ts'
import type { Navigation } from '../routing/navigation.ts'
import { createCorrections } from './corrections/corrections.ts'
import { createEditor } from './corrections/editor.ts'
import { hitWords, toTokens } from './corrections/tokens.ts'
import { createLoadedPage } from './loaded-page.ts'
import { placeWords } from './place-words.ts'
import type { ReaderSettings } from './reader-settings.ts'
import { turnedWords } from './turn.ts'

export interface ReaderDeps {
  api: Pick<Api, 'page' | 'correct' | 'restore'>
  detail: Detail
  navigation: Navigation
  notices: Notices
  settings: ReaderSettings
}

/** The open document at one of its pages, with what the user points at. */
export function createReader(deps: ReaderDeps) {
  const { api, detail, navigation, settings } = deps
  const document = computed(() => {
    const state = detail.state.value
    return state.kind === 'open' ? state.item.document.value : null
  })
  const query = computed(() => navigation.route.value.query)
  const documentId = computed(() => document.value?.id)
  const isPageNamed = computed(() => navigation.route.value.page !== null)
  /** A search opens the page with most of its words. A correction of the hit turns no page. */
  const bestHit = computed(() => {
    if (!documentId.value || query.value === '' || isPageNamed.value) return 1
    const texts = untracked(() => document.value?.pages.map(({ text }) => text) ?? [])
    return bestText(texts, query.value) + 1
  })
  const pageNumber = computed(() => {
    const count = document.value?.pages.length ?? 1
    return Math.min(navigation.route.value.page ?? bestHit.value, count)
  })
  const page = computed(() => document.value?.pages[pageNumber.value - 1] ?? null)

  const { loaded, show, reload } = createLoadedPage({ api, document, page })
  const tokens = computed(() => {
    const { text, words } = loaded.value ?? { text: null, words: [] }
    return toTokens(text ?? '', words)
  })
  const placed = computed(() => {
    if (!loaded.value) return []
    const words = turnedWords(loaded.value.words, page.value?.rotate ?? 0, loaded.value)
    return placeWords(tokens.value, words)
  })
  const hits = computed(() => hitWords(tokens.value, query.value))
  /** Indices of doubtful words, in the order of the text. */
  const doubtful = computed(() => {
    const isDoubtful = ({ text, confidence }: PageWithWords['words'][number]) =>
      text !== '' && confidence < settings.threshold.value
    return (loaded.value?.words ?? []).flatMap((word, index) => (isDoubtful(word) ? [index] : []))
  })

  const pointed = signal<number | null>(null)
  const current = signal<number | null>(null)
  const corrections = createCorrections({ ...deps, loaded, show, reload })
  const editor = createEditor({ corrections, loaded, tokens, current })
  const place = computed(() => `${document.value?.id} ${pageNumber.value}`)
  effect(() => {
    void place.value
    untracked(() => {
      pointed.value = null
      current.value = null
    })
  })

  return {
    ...{ document, page, pageNumber, query, loaded, tokens, placed, hits, doubtful },
    /** Word under the pointer. */
    pointed,
    /** Word that keys act on. */
    current,
    ...{ editor, corrections, settings },
    turnTo(target: number) {
      const count = document.value?.pages.length ?? 1
      const next = Math.min(Math.max(target, 1), count)
      if (next !== pageNumber.value) navigation.turnTo(next)
    },
  }
}

export type Reader = ReturnType<typeof createReader>
