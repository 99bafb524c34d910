import { execFileSync } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startPart } from './part.fixture.ts'

const forSource = {
  KNATIVE_DIR: 'knative/pipeline',
  ...{ SERVICE_URL: 'http://{service}', SINK_URL: 'http://sink', MAX_SCALE: 'ocr=8' },
}

test.each<['source' | 'sink', Record<string, string>, string]>([
  ['sink', {}, 'Expected KNATIVE_DIR'],
  ['sink', { KNATIVE_DIR: '/nowhere' }, 'KNATIVE_DIR cannot be used: ENOENT'],
  [
    'sink',
    { KNATIVE_DIR: 'knative/pipeline', REQUIRE_INTERNAL_TOKEN: '1' },
    'Expected INTERNAL_TOKEN to be set with REQUIRE_INTERNAL_TOKEN=1',
  ],
  ['source', { ...forSource, MAX_SCALE: '' }, 'Expected MAX_SCALE to have ocr=…'],
  ['source', { ...forSource, HOST: '192.0.2.99' }, '192.0.2.99:'],
])('an invalid setting ends a %s with code 78, and is named: %j', async (name, env, message) => {
  const { ended, output } = await startPart(name, env)

  expect(await ended).toBe(78)
  expect(output()).toContain(message)
})

test.each<['source' | 'sink', Record<string, string>]>([
  ['sink', { KNATIVE_DIR: 'knative/pipeline' }],
  ['source', forSource],
])('a %s without Kafka is alive, not ready, and ends with 0', async (name, env) => {
  const part = await startPart(name, { ...env, KAFKA_BROKERS: '127.0.0.1:1' })

  await expect.poll(() => part.probe('/healthz')).toBe(200)
  expect(await part.probe('/readyz')).toBe(503)
  expect(await part.kill('SIGTERM')).toBe(0)
})

test.each<['source' | 'sink', Record<string, string>]>([
  ['sink', {}],
  ['source', forSource],
])('a %s that is stopped during its start ends with 0', async (name, env) => {
  const folder = await mkdtemp(join(tmpdir(), 'glyphflow-pipeline-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  // The start waits for the content.
  const pipe = join(folder, 'pipeline.yaml')
  execFileSync('mkfifo', [pipe])
  const files = ['topics', 'gateway', 'ocr', 'results'].map((each) =>
    readFile(`knative/pipeline/${each}.yaml`, 'utf8'),
  )
  const pipeline = (await Promise.all(files)).join('---\n')
  const kafka = { KAFKA_BROKERS: '127.0.0.1:1' }
  const part = await startPart(name, { ...env, ...kafka, KNATIVE_DIR: folder })
  const writer = await open(pipe, 'w')

  const ended = part.kill('SIGTERM')
  await writer.writeFile(pipeline)
  await writer.close()

  expect(await ended, part.output()).toBe(0)
})
