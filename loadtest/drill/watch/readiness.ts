import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import type { KafkaView } from './kafka-view.ts'

export interface ReadinessDeps {
  /** Null with the embedded log. */
  view: KafkaView | null
  topics: string[]
  /** Consumer groups with a member on every runtime. */
  groups: string[]
  /** Gateway addresses. */
  urls: string[]
}

const lookEveryMs = 250
/** Kafka's topic of committed offsets. */
const offsetsTopic = '__consumer_offsets'

/** Waits until replicas are in sync and all processes are ready; after the timeout, resolves with what is not. */
export async function untilReady(deps: ReadinessDeps, withinMs: number): Promise<string | null> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const missing = await lookFor(deps)
    if (missing === null || performance.now() > deadline) return missing
    await pause(lookEveryMs)
  }
}

/** Describes what is not ready; null if everything is. */
async function lookFor({ view, topics, groups, urls }: ReadinessDeps): Promise<string | null> {
  if (view) {
    if (!(await view.areInSync([...topics, offsetsTopic]))) return 'replicas are not in sync'
    const views = await view.groups(groups)
    const isWhole = views?.every(({ isStable, members }) => isStable && members === urls.length)
    if (!isWhole) return `groups are not complete: ${JSON.stringify(views)}`
  }
  for (const url of urls) if (!(await knowsAll(url))) return `${url} does not know each group's lag`
  return null
}

/** Whether a gateway answers, and its runtime can reach the log. */
async function knowsAll(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/system`, { signal: AbortSignal.timeout(2000) })
    const { topics } = System.parse(await response.json())
    return topics?.every(({ groups }) => groups.every(({ lag }) => lag !== null)) ?? false
  } catch {
    return false
  }
}
