import { setTimeout as pause } from 'node:timers/promises'
import { System } from '../../../functions/shared/http/system-api.ts'
import type { KafkaView } from './kafka-view.ts'

export interface ReadinessDeps {
  /** Null where the log is embedded. */
  view: KafkaView | null
  topics: string[]
  /** Each with a member of every runtime. */
  groups: string[]
  /** The gateways'. */
  urls: string[]
}

const lookEveryMs = 250
/** Where Kafka keeps what groups have committed. */
const commits = '__consumer_offsets'

/** Until replicas are in sync and all processes are ready; what is not, where that takes too long. */
export async function untilReady(deps: ReadinessDeps, withinMs: number): Promise<string | null> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const missing = await lookFor(deps)
    if (missing === null || performance.now() > deadline) return missing
    await pause(lookEveryMs)
  }
}

/** What is not ready; null where everything is. */
async function lookFor({ view, topics, groups, urls }: ReadinessDeps): Promise<string | null> {
  if (view) {
    if (!(await view.areInSync([...topics, commits]))) return 'replicas are not in sync'
    const views = await view.groups(groups)
    const isWhole = views?.every(({ isStable, members }) => isStable && members === urls.length)
    if (!isWhole) return `groups are not whole: ${JSON.stringify(views)}`
  }
  for (const url of urls) if (!(await knowsAll(url))) return `${url} does not know each group's lag`
  return null
}

/** Whether a gateway answers, and its runtime reaches the log. */
async function knowsAll(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/v1/system`, { signal: AbortSignal.timeout(2000) })
    const { topics } = System.parse(await response.json())
    return topics?.every(({ groups }) => groups.every(({ lag }) => lag !== null)) ?? false
  } catch {
    return false
  }
}
