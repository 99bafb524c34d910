import { setTimeout as pause } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import type { Log } from '../../../functions/shared/log.ts'
import { UnavailableError } from '../../../functions/shared/unavailable-error.ts'
import type { Fetched, Partition } from '../partition.ts'
import { type Assignment, createAssignment } from './assignment.ts'
import { decideFetch } from './fetch-room.ts'
import type { Looker } from './looker.ts'
import { joinGroup, type Member } from './member.ts'
import { forgottenMs, within } from './within.ts'

export interface GroupReaderDeps {
  kafka: Kafka
  looker: Looker
  topic: string
  group: string
  /** There may be something to take. */
  onFetched: () => void
  /** Nothing of the partition waits, and it has got on: records that are gone, offsets without one. */
  onPassed: (partition: Partition) => void
  /** Its membership ended; true where it is to join anew. */
  onCrash: (error: Error) => boolean
  log: Log
}

/** Keeps a membership in a group, whatever ends it, and fetches for its partitions while there is room. */
export interface GroupReader {
  assignment: Assignment
  /** Those to take from: none while others may have them. */
  partitions(): Partition[]
  begin(): void
  /** Leaves, and joins anew. */
  beginAgain(): void
  /** Looks again for which partitions there is room, once for all that ask in one turn of the event loop. */
  fetchMore(): void
  /** Fetches no more; what it has can still be committed. */
  stop(): void
  leave(): Promise<void>
  /** Tries once to commit what these partitions have to be committed. */
  commit(partitions: Partition[]): Promise<void>
  /** Counts fetches that brought something new. */
  progress(): number
  /** Whether there is something to fetch; or to commit, where that is waited for. Rejects while Kafka is away. */
  isBehind(commitsWait: boolean): Promise<boolean>
}

const againMs = 1000

export function createGroupReader(deps: GroupReaderDeps): GroupReader {
  const { kafka, looker, topic, group, onFetched, onPassed, onCrash, log } = deps
  const assignment = createAssignment()
  const fetching = new Set<number>()
  let member: Member | null = null
  let hasJoined = false
  let joins = 0
  let progress = 0
  let willLook = false
  let stopped = false
  let left = false

  function begin() {
    if (left) return
    const isCurrent = () => member === joining
    const joining: Member = joinGroup({
      ...{ kafka, topic, group },
      onJoin: (partitions) => isCurrent() && join(partitions),
      onFetched: (number, fetched) => isCurrent() && receive(number, fetched),
      onHeard: () => isCurrent() && onFetched(),
      onCrash: (error) => isCurrent() && void end(error),
    })
    member = joining
    hasJoined = false
  }

  async function end(error: Error): Promise<void> {
    member = null
    assignment.suspend()
    if (left || !onCrash(error)) return
    await pause(againMs)
    if (!member) begin()
  }

  function join(numbers: number[]) {
    hasJoined = true
    joins += 1
    fetching.clear()
    assignment.join(numbers)
    void settle(joins)
  }

  /** Looks where the group stands, and goes on from there. */
  async function settle(at: number): Promise<void> {
    const lows = new Map<number, number>()
    while (at === joins && !left) {
      try {
        const states = await looker.look(topic, group)
        if (at !== joins || left) return
        for (const { partition, low } of states) lows.set(partition, low)
        if (assignment.settle(states)) break
      } catch (error) {
        log.debug({ err: error }, 'what is committed could not be read, tried again')
      }
      await pause(againMs)
    }
    for (const partition of assignment.partitions()) {
      const low = lows.get(partition.number) ?? 0
      const from = member?.canCommit()
        ? partition.next()
        : Math.max(low, assignment.anewFrom(partition))
      member?.seek(partition.number, from)
    }
    decide()
    onFetched()
  }

  function receive(number: number, fetched: Fetched) {
    const partition = assignment.partitions().find((each) => each.number === number)
    if (!partition) return
    const before = partition.next()
    if (!partition.receive(fetched)) {
      log.warn({ partition: number, from: fetched.from }, 'fetched from elsewhere, looked at again')
      for (const each of fetching) member?.fetch(each, false)
      return join(assignment.partitions().map((each) => each.number))
    }
    if (partition.next() > before) progress += 1
    if (partition.next() !== fetched.next) member?.seek(number, partition.next())
    if (partition.openBytes() === 0 && partition.queuedBytes() === 0) onPassed(partition)
    decide()
    onFetched()
  }

  function fetchMore() {
    if (willLook) return
    willLook = true
    setImmediate(() => {
      willLook = false
      decide()
    })
  }

  /** However full it is, or stopped, it has to fetch once before it can commit. */
  function wants(partitions: Partition[]): Set<number> {
    if (!member?.canCommit()) return new Set(partitions.map(({ number }) => number))
    return stopped ? new Set() : decideFetch(partitions)
  }

  function decide() {
    const partitions = assignment.partitions()
    const wanted = wants(partitions)
    for (const { number } of partitions) {
      if (wanted.has(number) === fetching.has(number)) continue
      member?.fetch(number, wanted.has(number))
      if (wanted.has(number)) fetching.add(number)
      else fetching.delete(number)
    }
  }

  return {
    ...{ assignment, begin, fetchMore },
    partitions: () => (member?.isHeard() ? assignment.partitions() : []),
    beginAgain() {
      member?.leave().catch(() => {})
      member = null
      assignment.suspend()
      begin()
    },
    stop() {
      stopped = true
      decide()
    },
    async leave() {
      left = true
      await member?.leave()
    },
    async commit(partitions) {
      if (!member) throw new UnavailableError(`Group ${group} has no reader at present`)
      const commits = partitions.map((each) => [each.number, assignment.sending(each)] as const)
      await within(member.commit(new Map(commits)), forgottenMs)
      partitions.forEach(assignment.sent)
    },
    progress: () => progress,
    async isBehind(commitsWait) {
      if (stopped || !member) return false
      const states = await looker.look(topic, group)
      if (!hasJoined || (commitsWait && member?.canCommit())) return true
      const highs = new Map(states.map(({ partition, high }) => [partition, high]))
      return assignment
        .partitions()
        .some(({ number, next }) => fetching.has(number) && next() < (highs.get(number) ?? 0))
    },
  }
}
