import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { untilSays } from './until-says.ts'

const run = (script: string) => spawn('sh', ['-c', script])

test.each([
  ['on the first stream', 'echo It is ready; cat'],
  ['on the second', 'echo It is ready >&2; cat'],
  ['in two chunks', 'printf "It is "; read answer; echo ready; cat'],
  ['before much other output', 'echo "It is ready $(head -c 50000 /dev/zero | tr \\\\0 x)"; cat'],
])('the words are found %s', async (_, script) => {
  const child = run(script)
  child.stdout.once('data', () => child.stdin.write('go on\n'))

  await untilSays(child, 'is ready', 'It')

  child.kill()
})

test('the error has the end of the output', async () => {
  await expect(untilSays(run('echo No room >&2; exit 1'), 'is ready', 'It')).rejects.toThrow(
    'It ended before it was ready:\nNo room\n',
  )
})

test('the error has the first errors, even if much output follows', async () => {
  const script =
    'echo "INFO fine"; echo "ERROR No port"; head -c 50000 /dev/zero | tr "\\0" x; exit 1'

  await expect(untilSays(run(script), 'is ready', 'It')).rejects.toThrow(
    /^It ended before it was ready:\nERROR No port\nx+$/,
  )
})
