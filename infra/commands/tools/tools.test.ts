import { expect, test } from 'vitest'
import { sentenceFor } from '../checks/obstacles.ts'
import { createTools } from './tools.ts'

const { run, start } = createTools()
const sh = (script: string) => ['-c', script]

test('input, environment and folder reach a tool, and its output comes back', async () => {
  const options = { input: 'in', env: { WORD: 'env' }, cwd: '/' }

  expect(await run('sh', sh('cat; echo " $WORD $PWD"'), options)).toBe('in env /\n')
})

test.each([false, true])(
  'what a tool says of its failure is known, whether it is shown (%s) or not',
  async (show) => {
    const said = "Error 403: Quota 'CPUS' exceeded.  Limit: 8.0 in region us-central1."

    const error = await run('sh', sh(`echo "${said}" >&2; exit 1`), { show }).catch((e) => e)

    expect(error).toMatchObject({ name: 'ToolError', detail: `${said}\n` })
    expect(sentenceFor(error)).toContain('A quota of the project is used up')
  },
)

test('a tool that says nothing is judged by its exit code', async () => {
  await expect(run('sh', sh('exit 3'), { input: 'x'.repeat(1_000_000) })).rejects.toThrow(
    'failed: ended with 3',
  )
})

test('a tunnel ends when it is stopped, and one that cannot start has ended', async () => {
  const tunnel = start('sleep', ['60'])
  expect(tunnel.hasEnded()).toBe(false)
  await tunnel.stop()
  expect(tunnel.hasEnded()).toBe(true)

  const missing = start('glyphflow-no-such-program', [])
  await missing.stop()
  expect(missing.hasEnded()).toBe(true)
})
