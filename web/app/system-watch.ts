import { signal } from '@preact/signals'
import type { System } from '../../functions/shared/http/system-api.ts'
import type { Api } from '../api/api.ts'
import { toReaders } from '../format/readers.ts'

export interface SystemWatchDeps {
  api: Pick<Api, 'system'>
  everyMs: number
  isHidden: () => boolean
}

/**
 * Polls limits, queue length and replicas: at the start, after changes, and for as long as there is a replica,
 * because scaling to zero causes no change. At most once per `everyMs`; after the first load only while the
 * page is visible.
 */
export function createSystemWatch({ api, everyMs, isHidden }: SystemWatchDeps) {
  const system = signal<System | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLoading = false
  let isDue = false

  async function load() {
    clearTimeout(timer)
    timer = undefined
    isDue = isHidden() && system.peek() !== null
    if (isDue) return
    isLoading = true
    system.value = await api.system().catch(() => system.peek())
    isLoading = false
    const hasReplicas = (toReaders(system.peek()?.services ?? null)?.replicas.length ?? 0) > 0
    if (hasReplicas || isDue) scheduleLoad()
  }

  function scheduleLoad() {
    isDue ||= isLoading
    if (!isLoading) timer ??= setTimeout(() => void load(), everyMs)
  }

  return {
    system,
    load,
    scheduleLoad,
    resume() {
      if (isDue && !isLoading) void load()
    },
  }
}
