import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals'
import type { Api } from '../api/api.ts'
import { ApiProblem, reasonOf } from '../api/api-problem.ts'
import type { Item, Library } from '../library/library.ts'
import type { Navigation } from '../routing/navigation.ts'

export const goneReason = 'This document does not exist or was deleted.'

export type DetailState =
  | { kind: 'closed' }
  | { kind: 'loading' }
  | { kind: 'missing'; reason: string }
  | { kind: 'open'; item: Item }

export interface DetailDeps {
  api: Pick<Api, 'get'>
  library: Library
  navigation: Navigation
  /** Ids of the shown list, as far as it is loaded. */
  order: ReadonlySignal<readonly string[]>
  hasOlder: ReadonlySignal<boolean>
  loadOlder: () => void
}

/** The list goes on being loaded when the open document is that near to its end. */
const nearEnd = 10

/** Document of the current URL, and its neighbours in the shown list. */
export function createDetail(deps: DetailDeps) {
  const { api, library, navigation, order, hasOlder, loadOlder } = deps
  const state = signal<DetailState>({ kind: 'closed' })
  const documentId = computed(() => navigation.route.value.documentId)

  effect(() => {
    const id = documentId.value
    if (id === null) state.value = { kind: 'closed' }
    else void open(id)
  })

  async function open(id: string) {
    const known = library.find(id)
    // Null: not loaded. Change 0: just uploaded, page sizes unknown.
    const changes = known?.document.peek()?.changes ?? null
    state.value = known && changes !== null ? { kind: 'open', item: known } : { kind: 'loading' }
    if (changes !== null && changes !== 0) return
    try {
      const item = library.upsert(await api.get(id))
      if (documentId.peek() === id) state.value = { kind: 'open', item }
    } catch (error) {
      const isGone = error instanceof ApiProblem && error.status === 404
      if (changes !== null && !isGone) return
      const reason = isGone ? goneReason : reasonOf(error)
      if (documentId.peek() === id) state.value = { kind: 'missing', reason }
    }
  }

  const place = computed(() => order.value.indexOf(documentId.value ?? ''))
  effect(() => {
    const isNear = place.value !== -1 && place.value + nearEnd >= order.value.length
    if (isNear && hasOlder.value) untracked(loadOlder)
  })
  const neighbour = (step: number) =>
    place.value === -1 ? null : (order.value[place.value + step] ?? null)

  return {
    state,
    place: computed(() => ({
      at: place.value + 1,
      of: `${order.value.length}${hasOlder.value ? '+' : ''}`,
    })),
    previous: computed(() => neighbour(-1)),
    next: computed(() => neighbour(1)),
  }
}

export type Detail = ReturnType<typeof createDetail>
