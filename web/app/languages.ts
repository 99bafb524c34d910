import { computed, signal } from '@preact/signals'
import type { LanguageList } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { toLanguageOptions } from '../format/languages.ts'

export interface LanguagesDeps {
  api: Pick<Api, 'languages'>
  /** Outlives a reload of the page, not the tab. */
  storage: Pick<Storage, 'getItem' | 'setItem'>
}

const storageKey = 'glyphflow.language'

/** What pages can be read in, and what a person of this tab chose. */
export function createLanguages({ api, storage }: LanguagesDeps) {
  const list = signal<LanguageList | null>(null)
  const picked = signal(storage.getItem(storageKey))

  return {
    list,
    /** Null where nobody chose, or what was chosen is there no more: the server's own choice then. */
    chosen: computed(() => {
      const options = list.value && toLanguageOptions(list.value)
      const isThere = options?.some(({ value }) => value === picked.value) ?? true
      return isThere ? picked.value : null
    }),
    choose(language: string) {
      picked.value = language
      storage.setItem(storageKey, language)
    },
    async load() {
      list.value = await api.languages().catch(() => list.peek())
    },
  }
}

export type Languages = ReturnType<typeof createLanguages>
