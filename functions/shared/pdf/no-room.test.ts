import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const isRoot = process.getuid?.() === 0

/** Root has no limit of processes. */
test.runIf(process.platform === 'linux')(
  'without a free process, a PDF is rejected and its opener goes on',
  async () => {
    const fixture = fileURLToPath(import.meta.resolve('./no-process.fixture.ts'))
    const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const [command = '', ...args] = [...(isRoot ? nobody : []), process.execPath, fixture]

    const ran = await promisify(execFile)(command, args)

    expect(ran).toEqual({ stdout: 'UnavailableError', stderr: '' })
  },
)

test('without a free file descriptor, a PDF is rejected and its opener goes on', async () => {
  const fixture = fileURLToPath(import.meta.resolve('./no-descriptor.fixture.ts'))
  const command = 'ulimit -n 60; exec "$0" "$1"'

  const ran = await promisify(execFile)('sh', ['-c', command, process.execPath, fixture])

  expect(ran).toEqual({ stdout: 'UnavailableError', stderr: '' })
})
