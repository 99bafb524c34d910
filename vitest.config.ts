import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** Over a real Kafka or PostgreSQL: they wait more than they work. */
const overServers = [
  '{eventing,functions,loadtest,scripts}/**/{kafka,postgres,pairings}/**/*.e2e.ts',
  '{eventing,functions,loadtest,scripts}/**/{kafka,postgres}-*.e2e.ts',
]

// What a test starts need not compile anew what the one before it has.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node')

/**
 * unit: seconds, nothing but this process.
 * e2e: the real thing, in processes of its own (`*.e2e.ts`), one file after the other.
 * servers: the same over a real Kafka, a real PostgreSQL, and over each pair of a log and a store. Files run beside
 *   each other.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['node_modules'],
          // Some read a picture, on machines that do other things as well.
          testTimeout: 30_000,
          expect: { poll: { timeout: 25_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.ts'],
          exclude: ['node_modules', ...overServers],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 25_000 } },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'servers',
          include: overServers,
          exclude: ['node_modules'],
          maxWorkers: 5,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 25_000 } },
        },
      },
    ],
  },
})
