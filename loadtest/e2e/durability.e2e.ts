import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { until } from '../system/glyphflow.ts'
import { ownDrill, uploadStubs } from './own-drill.fixture.ts'
import { acceptedUploads } from './system-calls.ts'

const straceIsHere = spawnSync('strace', ['-V']).status === 0
if (!straceIsHere && process.env.CI === 'true') throw new Error('Expected strace in the PATH')
const why = straceIsHere ? '' : ' (skipped: no strace in the PATH)'

const drill = ownDrill({})

test.skipIf(!straceIsHere)(
  `log and store are on disk before each 202, sequential or concurrent${why}`,
  async () => {
    const trace = drill.path('trace')
    const system = await drill.start({}, straceTo(trace))
    const { url } = system

    for (let number = 0; number < 10; number += 1) {
      await uploadStubs(url, `${number}.png`, [{ kind: 'page', number }])
    }
    await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        uploadStubs(url, `together-${number}.png`, [{ kind: 'page', number: 10 + number }]),
      ),
    )

    const [runtime] = await system.pids('runtime')
    await system.stop()
    const written = () => readFileSync(trace, 'utf8')
    await until(async () => new RegExp(`^${runtime} .*exited with 0`, 'm').test(written()))

    const uploads = acceptedUploads(written())
    expect(uploads).toHaveLength(40)
    expect(uploads.filter(({ syncs }) => syncs.log === 0 || syncs.store === 0)).toEqual([])
  },
)

/** The runtime stays our direct child (-D); its children are traced too (-f). File paths are printed (-y). */
function straceTo(file: string): string[] {
  const calls = 'trace=fsync,fdatasync,read,write,writev'
  return ['strace', ...['-D', '-f', '-y', '-s', '48', '-e', calls, '-e', 'signal=none', '-o', file]]
}
