import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from '../../../../functions/shared/process/logger.ts'
import type { Partition } from '../../partition.ts'
import type { Assignment } from '../../topic-log.ts'
import type { KafkaClient } from '../client/client.ts'
import type { Consumer, ConsumerEvent } from '../client/consumer.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { type Claim, tooLate } from './commits/claim.ts'
import { createGeneration } from './generation.ts'
import type { GroupState } from './group-state.ts'

export interface GroupDeps {
  client: Pick<KafkaClient, 'consumer' | 'offsets'>
  topic: string
  group: string
  /** Called with each assignment, before its records are handed out. */
  onAssigned?: ((assignment: Assignment) => void) | undefined
  /** Makes pending takes look for a record again. */
  wake: () => void
  /** Called when the consumer ends; returns true to join the group again. */
  onCrash: (error: Error) => boolean
  logger: Logger
}

/** Membership in a group that outlives its consumers; its states: ./group-state.ts. */
export interface Group {
  join(): void
  /** Leaves, and joins again as a new member. */
  rejoin(): void
  /** Partitions to take from: none while other members may own them. */
  partitions(): Partition[]
  /** An assigned partition, also between two generations. */
  find(partition: number): Partition | null
  /** Resolves when the partition's progress is committed, or another member owns the partition. */
  commit(partition: Partition): Promise<void>
  taken(): void
  fetchMore(): void
  /** Stops handing out and fetching; from now on a commit times out after 3 s. */
  stop(): void
  /** Leaves when no commit is pending; waits at most 3 s for Kafka's answer. */
  leave(): Promise<void>
  /** Counts fetches with new records, records taken, and answers to commits. */
  progress(): number
  /** Whether there is a record to fetch, or a commit to make. Rejects while Kafka is unreachable. */
  isBehind(): Promise<boolean>
}

const retryMs = 1000
/** Timeout of a commit after `stop`, and of leaving. */
const closeTimeoutMs = 3000

export function createGroup(deps: GroupDeps): Group {
  const { client, topic, group, onAssigned, wake, onCrash, logger } = deps
  let state: GroupState = { name: 'joining', consumer: null }
  let claims: ReadonlyMap<number, Claim> = new Map()
  let stopped = false
  let progress = 0

  const consumer = () => ('consumer' in state ? state.consumer : null)
  const generation = () => ('generation' in state ? state.generation : null)

  function enter<S extends GroupState>(next: S): S {
    generation()?.end()
    state = next
    return next
  }

  function join() {
    if (state.name === 'ended') return
    const joining = client.consumer({
      ...{ topic, group },
      onEvent: (event) => joining === consumer() && handle(joining, event),
    })
    enter({ name: 'joining', consumer: joining })
  }

  function handle(from: Consumer, event: ConsumerEvent) {
    switch (event.type) {
      case 'assigned':
        return void settle(from, event.partitions)
      case 'fetched':
        return receive(from, event)
      case 'heartbeat':
        return wake()
      case 'crashed':
        return void joinAfter(event.error)
    }
  }

  async function joinAfter(error: Error): Promise<void> {
    const joining = enter({ name: 'joining', consumer: null })
    if (!onCrash(error)) return
    await pause(retryMs)
    if (state === joining) join()
  }

  async function settle(from: Consumer, assigned: number[]): Promise<void> {
    const settling = enter({ name: 'settling', consumer: from })
    for (const [number, claim] of claims) if (!assigned.includes(number)) claim.release()
    claims = new Map([...claims].filter(([number]) => assigned.includes(number)))
    for (; state === settling; await pause(retryMs)) {
      const offsets = await client.offsets.read(topic, group).catch((error) => {
        logger.debug({ err: error }, 'cannot read committed offsets, will be retried')
        return null
      })
      if (state !== settling || offsets === null) continue
      const found = offsets.filter(({ partition }) => assigned.includes(partition))
      if (found.length < assigned.length) continue
      const assignment = { owned: found.length, of: offsets.length }
      logger.info(assignment, 'partitions assigned')
      onAssigned?.(assignment)
      return begin(from, found)
    }
  }

  function begin(from: Consumer, offsets: PartitionOffsets[]) {
    const onProgress = () => void progress++
    const next = createGeneration({ consumer: from, offsets, claims, onProgress, logger })
    claims = next.claims
    enter({ name: 'consuming', consumer: from, generation: next })
    if (stopped) drain()
    wake()
  }

  function drain() {
    if (state.name !== 'consuming') return
    state = { ...state, name: 'draining' }
    state.generation.drain()
  }

  function receive(from: Consumer, { partition, fetched }: ConsumerEvent & { type: 'fetched' }) {
    const current = generation()
    if (!current) return
    if (current.receive(partition, fetched)) return wake()
    logger.warn({ partition, from: fetched.from }, 'fetch left a gap, reading offsets again')
    void settle(from, [...current.claims.keys()])
  }

  return {
    join,
    rejoin() {
      void consumer()?.close()
      join()
    },
    partitions() {
      const isMember = state.name === 'consuming' && state.consumer.hasRecentHeartbeat()
      return (isMember && generation()?.partitions()) || []
    },
    find: (number) => claims.get(number)?.partition ?? null,
    async commit(partition) {
      if (state.name === 'ended') throw tooLate()
      const claim = claims.get(partition.number)
      if (claim?.partition !== partition) return
      const committed = claim.requestCommit()
      if (stopped) claim.limitWait(closeTimeoutMs)
      generation()?.commit()
      await committed
    },
    taken() {
      progress += 1
      generation()?.fetchMore()
    },
    fetchMore: () => generation()?.fetchMore(),
    stop() {
      stopped = true
      for (const claim of claims.values()) claim.limitWait(closeTimeoutMs)
      drain()
    },
    async leave() {
      await Promise.all([...claims.values()].map((claim) => claim.settled()))
      const left = consumer()?.close()
      enter({ name: 'ended' })
      await Promise.race([left, pause(closeTimeoutMs, undefined, { ref: false })])
    },
    progress: () => progress,
    async isBehind() {
      if (stopped || !consumer()) return false
      const offsets = await client.offsets.read(topic, group)
      if (state.name === 'joining') return state.consumer !== null
      const isAwaited = [...claims.values()].some((claim) => claim.isAwaited())
      if (isAwaited && consumer()?.canCommit()) return true
      return generation()?.isBehind(offsets) ?? false
    },
  }
}
