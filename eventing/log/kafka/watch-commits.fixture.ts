import type { Admin } from 'kafkajs'

/** Polls a group's committed offsets, and counts how often one decreased. */
export function watchCommits(admin: Admin, topic: string) {
  const latest = new Map<number, number>()
  const decreases: string[] = []
  let watching = true
  const ended = (async () => {
    while (watching) {
      // No offsets until Kafka has prepared its first group.
      const request = admin.fetchOffsets({ groupId: topic, topics: [topic] })
      const [found] = await request.catch(() => [])
      for (const { partition, offset } of found?.partitions ?? []) {
        const before = latest.get(partition) ?? -1
        if (Number(offset) < before) decreases.push(`${partition}: ${before} to ${offset}`)
        latest.set(partition, Number(offset))
      }
    }
  })()
  return {
    decreases,
    async end() {
      watching = false
      await ended
    },
  }
}
