import { pino } from 'pino'
import { vi } from 'vitest'
import type { Assignment } from '../../topic-log.ts'
import { fakeClient } from '../client/fake-consumer.fixture.ts'
import type { PartitionOffsets } from '../client/offsets.ts'
import { createGroup } from './group.ts'

/** A member with partition 0, which the group has committed up to `position`. */
export function prepare(position: number, more: Partial<PartitionOffsets> = {}) {
  const offsets = [
    { partition: 0, committed: { offset: position, metadata: '' }, low: 0, high: 10, ...more },
  ]
  const fake = fakeClient(offsets)
  const assignments: Assignment[] = []
  const group = createGroup({
    ...{ client: fake.client, topic: 't', group: 'g' },
    onAssigned: (assignment) => assignments.push(assignment),
    wake: () => {},
    onCrash: () => true,
    logger: pino({ level: 'silent' }),
  })
  return {
    ...{ ...fake, group, offsets, assignments },
    pass: () => vi.advanceTimersByTimeAsync(2000),
    /** Takes and finishes the queued records of partition 0. */
    finishAll() {
      const partition = group.find(0)
      for (let record = partition?.take(50); record; record = partition?.take(50)) {
        partition?.finish(record.offset)
      }
    },
    /** Requests a commit of partition 0 that is not answered. */
    awaitCommit() {
      fake.commit.mockReturnValue(new Promise<void>(() => {}))
      const partition = group.find(0)
      if (!partition) throw new Error('Expected partition 0')
      return group.commit(partition)
    },
  }
}

/** A member that has fetched partition 0 of three. */
export async function prepareConsuming() {
  const prepared = prepare(9)
  const [zero] = prepared.offsets
  if (!zero) throw new Error('Expected partition 0')
  prepared.offsets.push({ ...zero, partition: 1 }, { ...zero, partition: 2 })
  prepared.group.join()
  prepared.join(0)
  await prepared.pass()
  await prepared.fetch(9)
  const partition = prepared.group.find(0)
  if (!partition) throw new Error('Expected partition 0')
  return { ...prepared, partition }
}
