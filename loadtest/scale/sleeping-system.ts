import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Client, createClient, startGlyphflow, temporaryFolder, until } from '../glyphflow.ts'
import { type OwnTopics, ownTopics } from '../own-topics.ts'
import { copyPipeline, type Scales, sleepingFunctions } from './scaled-pipeline.ts'
import { readJournal } from './visits.ts'

/** A Kafka for its log, with topics of its own. */
export interface OverKafka extends OwnTopics {
  brokers: string
}

/** Glyphflow whose ocr only sleeps, scaled as annotations say. */
export async function startSleeping(scales: Scales, over?: OverKafka) {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  mkdirSync(at('journal'))
  const knative = copyPipeline(at('knative'), scales)
  if (over) ownTopics(knative, over)
  const glyphflow = await startGlyphflow(at('data'), {
    FUNCTIONS_DIR: sleepingFunctions(at('functions')),
    KNATIVE_DIR: knative,
    ...(over && { KAFKA_BROKERS: over.brokers }),
    SCALE_JOURNAL: at('journal'),
  }).catch(async (error) => {
    await folder.remove()
    throw error
  })
  const client = createClient(glyphflow.url)
  return {
    url: glyphflow.url,
    pid: glyphflow.child.pid ?? 0,
    client,
    journal: () => readJournal(at('journal')),
    /** Resolves when nothing is queued. */
    allEnded: () => until(async () => (await client.system()).queuedPages === 0, 200),
    async stop() {
      await glyphflow.stop()
      await folder.remove()
    },
  }
}
export type SleepingSystem = Awaited<ReturnType<typeof startSleeping>>

/** Resolves when nothing but the gateway has a process. */
export function asleep(client: Client): Promise<void> {
  return until(async () => {
    const { services } = await client.system()
    const back = services?.filter(({ name }) => name !== 'gateway') ?? []
    return back.length > 0 && back.every(({ processes }) => processes.length === 0)
  }, 100)
}

/** Resolves when a service has so many replicas that are ready, and no process more. */
export function replicasAre(client: Client, name: string, count: number): Promise<void> {
  return until(async () => {
    const { services } = await client.system()
    const service = services?.find((each) => each.name === name)
    return service?.replicas === count && service.processes.length === count
  }, 100)
}
