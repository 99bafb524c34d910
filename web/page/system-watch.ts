import { signal } from '@preact/signals'
import type { System } from '../../functions/shared/api.ts'
import type { Api } from '../api/api.ts'

/** Limits, and how much waits: asked at the start, and after changes, not more often than `everyMs`. */
export function createSystemWatch({ api, everyMs }: { api: Pick<Api, 'system'>; everyMs: number }) {
  const system = signal<System | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined

  async function load() {
    system.value = await api.system().catch(() => system.value)
  }

  return {
    system,
    load,
    touch() {
      if (timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        void load()
      }, everyMs)
    },
  }
}
