import { setTimeout as pause } from 'node:timers/promises'
import { UnavailableError } from '../../../functions/shared/unavailable-error.ts'
import type { Partition } from '../partition.ts'

/** Whose a partition is: unsure between a join and the look at what was committed. */
export type Ownership = 'ours' | 'unsure' | 'lost'

export interface CommitsDeps {
  /** Writes what these partitions have to be committed, all or nothing; rejects where that is not sure. */
  write: (partitions: Partition[]) => Promise<void>
  ownership: (partition: Partition) => Ownership
  onRefused: (error: unknown) => void
}

export interface Commits {
  /** Resolves when what the partition has to commit now is safe, or is another's business. */
  request(partition: Partition): Promise<void>
  /** Counts those that were written. */
  written(): number
  /** Whether somebody waits for one. */
  isAwaited(): boolean
  /** From now on whoever asked is told after so long that it could not be. */
  drain(graceMs: number): void
  /** Resolves when everybody was told, after `drain`. */
  close(): Promise<void>
}

type Done = PromiseWithResolvers<void>

/** A commit costs the broker as much as an append. */
const gatherMs = 10
/** What is refused in the middle of a rebalance is tried again; so is all else. */
const againMs = 200

/** One commit is waited for at a time; what is asked for meanwhile shares the next one. */
export function createCommits({ write, ownership, onRefused }: CommitsDeps): Commits {
  const asked = new Set<Done>()
  let waiting = new Map<Partition, Done>()
  let running = false
  let graceMs: number | null = null
  let closed = false
  let written = 0

  async function run(): Promise<void> {
    running = true
    while (waiting.size > 0 && !closed) {
      // What ends meanwhile shares the commit. And no turn begins between kafkajs's joining a generation and
      // its saying so.
      await pause(gatherMs)
      if (!(await commitOnce())) await pause(againMs)
    }
    running = false
  }

  /** False where what is left is to be tried again after a while. */
  async function commitOnce(): Promise<boolean> {
    const taken = waiting
    waiting = new Map()
    for (const [partition, done] of taken) {
      const whose = ownership(partition)
      if (whose === 'ours') continue
      taken.delete(partition)
      if (whose === 'lost') done.resolve()
      else putBack(partition, done)
    }
    if (taken.size === 0) return waiting.size === 0
    try {
      await write([...taken.keys()])
      written += 1
      for (const done of taken.values()) done.resolve()
      return true
    } catch (error) {
      onRefused(error)
      for (const [partition, done] of taken) putBack(partition, done)
      return false
    }
  }

  function putBack(partition: Partition, done: Done) {
    const newer = waiting.get(partition)
    if (newer) newer.promise.then(done.resolve, done.reject)
    else waiting.set(partition, done)
  }

  function ask(): Done {
    const done = Promise.withResolvers<void>()
    asked.add(done)
    const forget = () => asked.delete(done)
    done.promise.then(forget, forget)
    if (graceMs !== null) limit(done, graceMs)
    return done
  }

  return {
    request(partition) {
      if (closed) return Promise.reject(tooLate())
      const done = waiting.get(partition) ?? ask()
      waiting.set(partition, done)
      if (!running) void run()
      return done.promise
    },
    written: () => written,
    isAwaited: () => asked.size > 0,
    drain(ms) {
      graceMs = ms
      for (const done of asked) limit(done, ms)
    },
    async close() {
      await Promise.allSettled([...asked].map(({ promise }) => promise))
      closed = true
    },
  }
}

function limit(done: Done, ms: number): void {
  setTimeout(() => done.reject(tooLate()), ms).unref()
}

function tooLate(): UnavailableError {
  return new UnavailableError('The group was left before this could be committed')
}
