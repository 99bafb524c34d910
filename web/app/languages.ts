import { computed, signal } from '@preact/signals'
import type { LanguageList } from '../../functions/shared/http/api.ts'
import type { Api } from '../api/api.ts'
import { toLanguageOptions } from '../format/languages.ts'

export interface LanguagesDeps {
  api: Pick<Api, 'languages'>
  /** Survives a reload, not the tab. */
  storage: Pick<Storage, 'getItem' | 'setItem'>
}

const storageKey = 'glyphflow.language'

/** Available languages, and this tab's choice. */
export function createLanguages({ api, storage }: LanguagesDeps) {
  const list = signal<LanguageList | null>(null)
  const picked = signal(storage.getItem(storageKey))

  return {
    list,
    /** Null without a choice or if it is no longer available: the server's default applies. */
    chosen: computed(() => {
      const options = list.value && toLanguageOptions(list.value)
      const isAvailable = options?.some(({ value }) => value === picked.value) ?? true
      return isAvailable ? picked.value : null
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
