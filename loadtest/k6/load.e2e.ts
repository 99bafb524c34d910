import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SleepingSystem, startSleeping } from '../scale/sleeping-system.ts'
import { temporaryFolder } from '../system/glyphflow.ts'

const run = promisify(execFile)
const runner = join(import.meta.dirname, 'runner/main.ts')

let system: SleepingSystem
let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  folder = await temporaryFolder()
  system = await startSleeping({ ocr: { 'max-scale': 4, window: '6s' } })
})
afterAll(async () => {
  await system.stop()
  await folder.remove()
})

/** Runs a script with arguments of `npm run load`; resolves with its exit code, output and report. */
async function load(script: string, args: string[] = []) {
  const report = join(folder.path, 'report.html')
  const env = ['-e', `BASE_URL=${system.url}`]
  const { code, stdout, stderr } = await run(
    process.execPath,
    [runner, script, ...env, '--report', report, ...args],
    { cwd: folder.path },
  ).then(
    (output) => ({ code: 0, ...output }),
    (error) => error,
  )
  return { code, stdout, stderr, report: await readFile(report, 'utf8').catch(() => '') }
}

/** Writes a script; resolves with its path. */
async function scriptOf(text: string): Promise<string> {
  const path = join(folder.path, `${crypto.randomUUID()}.ts`)
  await writeFile(path, text)
  return path
}

test.each([
  ['upload', 'RATE=240 RAMP=1s HOLD=2s', 'document read'],
  ['burst', 'UPLOADS=20', 'document read'],
  ['search', 'VUS=3 RAMP=1s HOLD=1s P95_MS=60000', 'found a document'],
  ['live', 'STREAMS=30 HOLD=2s STREAM_SECONDS=3 RATE=120', 'stream stayed open'],
  ['soak', 'RATE=120 HOLD=3s WARM_UP=1s LOOK_SECONDS=0.5 MAX_GROWTH=9', 'PDF answered'],
  ['mixed', 'RATE=120 HOLD=3s STREAM_SECONDS=4 VUS=3 P95_MS=60000', 'preview answered'],
])('the script %s runs with %s', async (script, env, check) => {
  const args = env.split(' ').flatMap((pair) => ['-e', pair])

  const { code, stdout, stderr, report } = await load(script, args)

  expect(stdout).not.toContain('✗')
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('Report: ') })
  expect(stdout).toMatch(new RegExp(`check: ${check}\\.* rate=1 passes=\\d+ fails=0\n`))
  expect(report).toMatch(/<path class="first" d="M\d/)
  expect(report).not.toMatch(/(src|href)=/)
})

test('the script samples prints one line', async () => {
  const { code, stdout } = await load('samples', ['-e', 'COUNT=5'])

  expect(code).toBe(0)
  expect(stdout).toMatch(/^5 random pictures in [\d.]+ s: [\d.]+ s a picture\n$/)
})

test('--vus and --duration replace the scenarios of a script', async () => {
  const { code, stdout } = await load('upload', ['--vus', '2', '--duration', '1s'])

  expect(code).toBe(0)
  expect(stdout).toMatch(/vus\.+ value=\d max=[12]\n/)
})

test('a failed threshold makes the exit code 99', async () => {
  const { code, stdout } = await load('upload', ['-i', '1', '-e', 'P95_MS=0'])

  expect(code).toBe(99)
  expect(stdout).toContain("✗ text_ms 'p(95)<0'")
})

test('uploads that are refused fail the script', async () => {
  const { code, stdout } = await load('upload', ['-i', '2', '-e', 'BASE_URL=http://127.0.0.1:1'])

  expect(code).toBe(99)
  expect(stdout).toMatch(/check: upload accepted\.+ rate=0 passes=0 fails=2\n/)
  expect(stdout).toContain("✗ http_req_failed 'rate==0' rate=1")
})

test('data of setup reaches iterations, and handleSummary has the metrics', async () => {
  const path = await scriptOf(`
    export const setup = () => ({ from: __ENV.FROM })
    export default (data) => console.log('iteration', JSON.stringify(data))
    export const handleSummary = ({ metrics }) =>
      ({ stdout: JSON.stringify(metrics.iterations.values.count) })`)

  const { stdout } = await load(path, ['-e', 'FROM=setup', '-i', '2'])

  const iteration = 'iteration {"from":"setup"}\n'
  expect(stdout).toBe(`${iteration}${iteration}2`)
})

test.each([
  ['that is not there', () => 'missing', 'Cannot find module'],
  ['that throws', () => scriptOf('throw new Error("broken")'), 'broken'],
  [
    'with a threshold of an unknown metric',
    () => scriptOf('export const options = { thresholds: { x: ["count<1"] } }'),
    'Expected a metric of the script, got x',
  ],
  [
    'without a function for its scenario',
    () => scriptOf('export const options = { duration: "1s" }'),
    'Expected a function for scenario default',
  ],
])('a script %s is refused', async (_, script, message) => {
  const { code, stderr } = await load(await script())

  expect(code).toBe(1)
  expect(stderr).toContain(message)
})
