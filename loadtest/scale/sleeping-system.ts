import { mkdirSync } from 'node:fs'
import { readJournal } from '../ocr/sleeping/visits.ts'
import { type Client, openGlyphflow, until } from '../system/glyphflow.ts'
import { functionsWith, type OwnTopics, ownTopics, type Scales } from '../system/pipeline.ts'

/** Kafka as the log, with topics of its own. */
export interface OverKafka extends OwnTopics {
  brokers: string
}

/** Glyphflow with the sleeping ocr, scaled by annotations. `env` goes to the function. */
export async function startSleeping(
  scales: Scales,
  over?: OverKafka,
  env: Record<string, string> = {},
) {
  const { at, ...opened } = await openGlyphflow((at) => {
    mkdirSync(at('journal'))
    if (over) ownTopics(at('knative'), over)
    return {
      FUNCTIONS_DIR: functionsWith('sleeping', at('functions')),
      SCALE_JOURNAL: at('journal'),
      ...(over && { KAFKA_BROKERS: over.brokers }),
      ...env,
    }
  }, scales)
  return {
    ...opened,
    journal: () => readJournal(at('journal')),
    /** Resolves when the queue is empty. */
    allEnded: () =>
      until(async () => (await opened.client.system()).queuedPages === 0, {
        ...{ pauseMs: 200, maxMs: 3_600_000 },
      }),
  }
}
export type SleepingSystem = Awaited<ReturnType<typeof startSleeping>>

/** Windows and the starts of many processes are included. */
const slowly = { pauseMs: 100, maxMs: 600_000 }

/** Resolves when only the gateway has processes. */
export function asleep(client: Client): Promise<void> {
  return until(async () => {
    const { services } = await client.system()
    const back = services?.filter(({ name }) => name !== 'gateway') ?? []
    return back.length > 0 && back.every(({ processes }) => processes?.length === 0)
  }, slowly)
}

/** Resolves when a service has exactly `count` processes, all ready. */
export function replicasAre(client: Client, name: string, count: number): Promise<void> {
  return until(async () => {
    const { services } = await client.system()
    const service = services?.find((each) => each.name === name)
    return service?.replicas === count && service.processes?.length === count
  }, slowly)
}
