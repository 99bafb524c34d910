import { defineConfig } from 'vitest/config'

/**
 * unit: seconds, nothing but this process.
 * e2e: the real thing, in processes of its own (`*.e2e.ts`).
 * kafka: the same over a real Kafka, one for each file, and over each pair of a log and a store. They wait more than
 *   they work, so files run beside each other.
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
          exclude: ['node_modules', 'loadtest/e2e/kafka', 'loadtest/e2e/pairings'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 25_000 } },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'kafka',
          include: ['loadtest/e2e/{kafka,pairings}/*.e2e.ts'],
          maxWorkers: 5,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 25_000 } },
        },
      },
    ],
  },
})
