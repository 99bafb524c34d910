import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { kafkaIsMissing, whyWithoutKafka } from '../../eventing/log/kafka/own-kafka.fixture.ts'
import { findBinaries } from '../../scripts/servers/postgres/binaries.ts'

const main = join(import.meta.dirname, 'main.ts')
const size = '--seed 5 --faults kill --rounds 1 --overlaps 1 --longest 3 --pages 400 --real 0'

test.skipIf(kafkaIsMissing || !findBinaries())(
  `two runtimes over three brokers and PostgreSQL: no page is lost, made up, duplicated or wrong${whyWithoutKafka}`,
  async () => {
    const args = [
      '--disable-warning=TimeoutNegativeWarning',
      main,
      '--over',
      'kafka,postgres',
      ...size.split(' '),
      '--json',
    ]
    const drill = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const exit = once(drill, 'exit')

    const report = JSON.parse(await text(drill.stdout))

    expect(report.verdict).toMatchObject({ lost: 0, ghost: 0, twice: 0, wrong: 0, findings: [] })
    expect(report.verdict.attempted).toBe(400)
    expect(report.found).toEqual([])
    expect(await exit).toEqual([0, null])
  },
  600_000,
)
