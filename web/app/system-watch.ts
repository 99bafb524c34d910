import { signal } from '@preact/signals'
import type { System } from '../../functions/shared/http/system-api.ts'
import type { Api } from '../api/api.ts'
import { toReaders } from '../format/readers.ts'

export interface SystemWatchDeps {
  api: Pick<Api, 'system'>
  everyMs: number
  /** Nobody looks at the page. */
  isHidden: () => boolean
}

/**
 * Limits, how much waits, and who is awake: asked at the start, after changes, and again and again while a
 * replica is awake, for they fall asleep without a change; not more often than `everyMs`, and never while
 * nobody looks.
 */
export function createSystemWatch({ api, everyMs, isHidden }: SystemWatchDeps) {
  const system = signal<System | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isAsking = false
  let isDue = false

  async function load() {
    clearTimeout(timer)
    timer = undefined
    isDue = isHidden() && system.peek() !== null
    if (isDue) return
    isAsking = true
    system.value = await api.system().catch(() => system.peek())
    isAsking = false
    const isAwake = (toReaders(system.peek()?.services ?? null)?.replicas.length ?? 0) > 0
    if (isAwake || isDue) touch()
  }

  function touch() {
    isDue ||= isAsking
    if (!isAsking) timer ??= setTimeout(() => void load(), everyMs)
  }

  return {
    system,
    load,
    touch,
    /** Somebody looks again. */
    shown() {
      if (isDue && !isAsking) void load()
    },
  }
}
