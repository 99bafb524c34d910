import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { asleep } from '../../loadtest/scale/sleeping-system.ts'
import { uploadImages } from '../../loadtest/system/glyphflow.ts'
import { cannotObserve, openOnSmallDisk, signal, stubPages } from './observed.fixture.ts'
import { metricsOf, readQueries, readRules } from './queries.fixture.ts'

const sample = join(import.meta.dirname, '../../loadtest/samples/label-jam.jpg')
/** Panels over metrics of the kubelets; observability.test.ts gives them samples. */
const onlyInCluster = /^machines: .* share (used|of the pipeline)$/

describe.skipIf(cannotObserve)('beside a real Prometheus', { timeout: 360_000 }, () => {
  const started = new Date()
  let observed: Awaited<ReturnType<typeof openOnSmallDisk>>
  /** Document of the page that is refused. */
  let refused = ''

  const ends: (() => unknown)[] = []
  beforeAll(async () => {
    observed = await openOnSmallDisk((end) => ends.push(end))
  })
  afterAll(async () => {
    for (const end of ends.reverse()) await end()
  })

  const value = (query: string) => expect.poll(() => observed.queries.value(query))
  const firing = () =>
    expect.poll(() => observed.queries.firing(), { timeout: 150_000, interval: 200 })

  test('200 pages, failures, a dead letter and two cycles to zero: counts are exact', async () => {
    const { url, client, allEnded } = observed
    const picture = await readFile(sample)
    const broken = picture.subarray(0, picture.length >> 1)
    const stream = await fetch(`${url}/v1/events`)

    for (const from of [0, 50]) await uploadImages(url, stubPages('page', 50, from))
    refused = await uploadImages(url, stubPages('refused', 1))
    await allEnded()
    await asleep(client)
    await uploadImages(url, stubPages('page', 49, 100))
    await uploadImages(url, stubPages('page', 47, 149))
    await uploadImages(url, [broken, picture, picture])
    await fetch(`${url}/v1/documents/${refused}/redrive`, { method: 'POST' })
    await allEnded()
    await value('max(glyphflow_store_dead_letters)').toBe(1)
    await asleep(client)
    await stream.body?.cancel()

    await value('sum(glyphflow_upload_pages_total)').toBe(200)
    await value('sum(glyphflow_uploads_total{outcome="accepted"})').toBe(6)
    await value('max(glyphflow_store_pages{status="done"})').toBe(198)
    await value('max(glyphflow_store_pages{status="failed"})').toBe(2)
    await value('sum(glyphflow_pages_total)').toBe(199)
    await value('sum(glyphflow_pages_total{outcome="recognized"})').toBe(198)
    await value('sum(glyphflow_pages_total{code="unreadable-image"})').toBe(1)
    // The time of a page that a person redrives is unknown.
    await value('sum(glyphflow_page_duration_count)').toBe(200)
    await value('sum(glyphflow_deliveries_total{topic=~"images-.*", answer="204"})').toBe(199)
    // It is refused each time.
    await value('sum(glyphflow_dead_letters_total{topic=~"images-.*", code="422"})').toBe(2)
    await value('sum(glyphflow_redrives_total)').toBe(1)
    await value('sum(faas_coldstarts_total{service="ocr"})').toBeGreaterThan(1)
    for (const [panel, shown] of Object.entries({ 'Pages ended': 1, 'Pages failed': 1 })) {
      const found = readQueries().find((each) => each.panel === `pipeline: ${panel}`)
      await value(found?.query ?? '').toBe(shown)
    }
  })

  test('dead letters and a full disk: the alerts fire, and end', async () => {
    const { url, isSmall, disk } = observed
    if (!isSmall) process.stderr.write('Skipped: a full disk, which needs root on Linux\n')
    expect(isSmall || process.env.CI !== 'true').toBe(true)

    await firing().toEqual(isSmall ? ['DeadLetters', 'DiskFillsUp'] : ['DeadLetters'])
    await fetch(`${url}/v1/documents/${refused}`, { method: 'DELETE' })
    if (isSmall) execFileSync('mount', ['-o', 'remount,size=8g', disk])
    await firing().toEqual([])
  })

  test('readers that start late and answer nothing: the alerts fire, and end', async () => {
    const { url, client, misbehave, slowStart, allEnded } = observed
    await asleep(client)

    writeFileSync(slowStart, '')
    misbehave('hang')
    await uploadImages(url, stubPages('page', 5, 300))
    await firing().toEqual(expect.arrayContaining(['ColdStartsSlow', 'NothingFinishes']))
    rmSync(slowStart)
    misbehave(null)
    await allEnded()
    await firing().toContain('ErrorBudgetBurnsFast')
    await firing().toEqual([])
  })

  test('a gateway that is stopped: the alert fires, and ends', async () => {
    const [gateway] = await observed.pidsOf('gateway')
    onTestFinished(() => signal(gateway, 'SIGCONT'))

    signal(gateway, 'SIGSTOP')
    await firing().toContain('PartDown')
    signal(gateway, 'SIGCONT')
    await firing().not.toContain('PartDown')
  })

  test('a reader that is stopped most of the time: the alert fires, and ends', async () => {
    const { url, pidsOf, allEnded } = observed
    let isOver = false
    onTestFinished(() => {
      isOver = true
    })
    async function keepReading() {
      for (let from = 400; !isOver; from += 30) {
        await uploadImages(url, stubPages('page', 30, from))
        // Both readers are wanted while pages wait.
        await allEnded(30)
      }
    }
    const reading = keepReading()
    await expect.poll(() => pidsOf('ocr')).toHaveLength(2)
    let isSlow = true
    onTestFinished(() => {
      isSlow = false
    })
    /** Readers come and go: each time the first one is stopped. */
    async function slowDown() {
      while (isSlow) {
        const [slow] = await pidsOf('ocr')
        signal(slow, 'SIGSTOP')
        await pause(170)
        signal(slow, 'SIGCONT')
        await pause(20)
      }
    }
    const slowing = slowDown()

    await firing().toContain('ReplicaSlow')
    isSlow = false
    await slowing
    await firing().not.toContain('ReplicaSlow')
    isOver = true
    await reading
  })

  test.each(readQueries())('$panel has data: $query', async ({ panel, query }) => {
    const hasData = await observed.queries.hasData(query, started)

    expect(hasData).toBe(!onlyInCluster.test(panel))
  })

  test('each metric of an alert has data', async () => {
    const metrics = [...new Set(readRules().flatMap(({ expr }) => metricsOf(expr)))]

    expect(metrics.length).toBeGreaterThan(10)
    for (const metric of metrics) {
      expect(await observed.queries.hasData(metric, started), metric).toBe(true)
    }
  })
})
