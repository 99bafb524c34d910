import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { UnstableTests } from './scripts/unstable-tests.ts'

/** Over a real Kafka or PostgreSQL, or with long pauses: they wait more than they work. */
const waiting = [
  '{eventing/source/crashed-replica,eventing/runtime/{sleeping,metrics},loadtest/{e2e/kill-points,traces/traces}}.e2e.ts',
  'loadtest/{attack/attack-script,simulate/runtime}.e2e.ts',
  'scripts/observe/observe.e2e.ts',
  '{eventing,functions,loadtest,scripts}/**/{kafka,postgres,pairings}/**/*.e2e.ts',
  '{eventing,functions,knative,loadtest,scripts}/**/{kafka,postgres}-*.e2e.ts',
]

/** Measure the machine, or use all of it. */
const alone = [
  'knative/observability/prometheus.e2e.ts',
  'loadtest/{benchmark/benchmark,drill/{drill,kafka-drill}}.e2e.ts',
]

/**
 * For what starts processes. The limits find what hangs, also on a machine that is slow at times. In CI, where other
 * machines share the cores and the disk, a failed test is repeated once, and reported as unstable if it passes then.
 */
const patient = {
  retry: process.env.CI === 'true' ? 1 : 0,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 120_000 } },
}

/** Files that take longest, each project's in their order. Several are short, and would start last. */
const longest = [
  ...['sqlite/store.test', 'uploads/large-images', 'foreign/foreign'],
  ...['docs-commands', 'e2e/reading', 'runtime/stopping', 'k6/load', 'web/page', 'runtime/scaling'],
  ...['postgres/store.e2e', 'pairings/kafka-log', 'kill-points', 'pairings/sqlite-log'],
  ...['kafka-alerts', 'postgres-alerts', 'kafka-pipeline', 'kafka/groups'],
  ...['runtime/metrics', 'runtime/sleeping', 'simulate/runtime'],
]

/** A fresh clone has no durations of an earlier run to sort by. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((part) => moduleId.includes(part))
      return place === -1 ? longest.length : place
    }
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

// What a test starts need not compile anew what the one before it has.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/node')

/**
 * unit: seconds, nothing but this process.
 * e2e: the real thing, in processes of its own (`*.e2e.ts`), two files beside each other.
 * alone: those of them that need the machine for themselves, one file after the other.
 * servers: the same over a real Kafka, a real PostgreSQL, over each pair of a log and a store, and with long pauses.
 *   Files run beside each other.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    reporters: ['default', new UnstableTests()],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: ['node_modules', 'infra'],
          // By default a core is left free: on two cores, half of them.
          maxWorkers: '100%',
          // Some read a picture, on machines that do other things as well.
          testTimeout: 120_000,
          expect: { poll: { timeout: 25_000 } },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.ts'],
          exclude: ['node_modules', 'infra', ...waiting, ...alone],
          maxWorkers: 2,
          ...patient,
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          exclude: ['node_modules'],
          fileParallelism: false,
          ...patient,
        },
      },
      {
        test: {
          name: 'servers',
          include: waiting,
          exclude: ['node_modules', ...alone],
          maxWorkers: 5,
          // Of kafkajs, as in the scripts of package.json.
          execArgv: ['--disable-warning=TimeoutNegativeWarning'],
          ...patient,
        },
      },
    ],
  },
})
