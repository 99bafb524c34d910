import { batch, signal } from '@preact/signals'
import type { System } from '../../functions/shared/http/system-api.ts'
import type { Api } from '../api/api.ts'
import { toReaders } from '../format/readers.ts'
import type { History } from '../system/history.ts'

export interface SystemWatchDeps {
  api: Pick<Api, 'system'>
  history: Pick<History, 'load'>
  everyMs: number
  /** Interval while a view is watched. */
  watchedMs: number
  /** Interval while a view is watched and the system is at rest. */
  restMs: number
  isHidden: () => boolean
}

/**
 * Polls limits, queue length and replicas: at the start, after changes, and for as long as there is a replica,
 * because scaling to zero causes no change. At most once per `everyMs`; after the first load only while the
 * page is visible. While a view of the system is shown also the history, and at rest too.
 */
export function createSystemWatch(deps: SystemWatchDeps) {
  const { api, history, everyMs, watchedMs, restMs, isHidden } = deps
  const system = signal<System | null>(null)
  /** False after a failed poll: `system` may be outdated. */
  const isCurrent = signal(true)
  /** False while the server does not know its services: those of `system` are the last ones known. */
  const areServicesCurrent = signal(true)
  let timer: ReturnType<typeof setTimeout> | undefined
  let timerMs = 0
  let isLoading = false
  let isDue = false
  let watching = 0

  async function load() {
    clearTimeout(timer)
    timer = undefined
    isDue = isHidden() && system.peek() !== null
    if (isDue) return
    isLoading = true
    const [loaded] = await Promise.all([
      api.system().catch(() => null),
      watching > 0 ? history.load() : null,
    ])
    isLoading = false
    keep(loaded)
    if (!loaded || !areServicesCurrent.peek() || isDue || isAwake(loaded)) scheduleLoad()
    else if (watching > 0) schedule(restMs)
  }

  function keep(loaded: System | null): void {
    const known = system.peek()
    const isLate = loaded?.services === null && known !== null && known.services !== null
    batch(() => {
      isCurrent.value = loaded !== null
      areServicesCurrent.value = loaded !== null && !isLate
      if (loaded === null) return
      const { services, topics } = known ?? loaded
      system.value = isLate ? { ...loaded, services, topics: loaded.topics ?? topics } : loaded
    })
  }

  function schedule(ms: number) {
    if (timer !== undefined && timerMs <= ms) return
    clearTimeout(timer)
    timerMs = ms
    timer = setTimeout(() => void load(), ms)
  }

  function scheduleLoad() {
    isDue ||= isLoading
    if (!isLoading) schedule(watching > 0 ? watchedMs : everyMs)
  }

  return {
    system,
    isCurrent,
    areServicesCurrent,
    load,
    /** What is known is not current until the next load. */
    invalidate() {
      isCurrent.value = false
    },
    scheduleLoad,
    resume() {
      if (isDue && !isLoading) void load()
    },
    /** A view of the system is shown, until the returned function is called. */
    watch(): () => void {
      watching += 1
      if (!isLoading) void load()
      else isDue = true
      return () => {
        watching -= 1
      }
    },
  }
}

function isAwake({ services }: System): boolean {
  return (toReaders(services)?.replicas.length ?? 0) > 0
}
