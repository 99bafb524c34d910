import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attributes } from '../../functions/shared/telemetry/span-names.ts'
import { ownGlyphflow } from '../e2e/own-glyphflow.fixture.ts'
import { followFeed } from '../system/change-feed.ts'
import { type Client, createClient, temporaryFolder, until } from '../system/glyphflow.ts'
import { copyPipeline } from '../system/pipeline.ts'
import { cpuWaits, waitedSince } from './cpu-wait.ts'
import { startOtlpReceiver } from './otlp-receiver.ts'
import { drawTree, gapsOf, type ReceivedSpan, rootsOf } from './trace.ts'

const maxGapMs = 5
const sample = (name: string) => join(import.meta.dirname, '../samples', name)

/** Spans of a page that is read at its first delivery, and well enough not to need a second look. */
const names = [
  ...['POST /v1/documents', 'receive upload', 'inspect images', 'save document', 'send page'],
  ...['append images-feed', 'note append', 'wait in images-feed', 'deliver images-feed'],
  ...['wait for replica', 'read page', 'receive event', 'fetch', 'decode', 'recognize'],
  ...['send result', 'append text-feed', 'wait in text-feed', 'deliver text-feed'],
  ...['wait for replica', 'store result', 'receive event', 'store', 'notify'],
].sort()
const known = new Set<string>([...Object.values(attributes), 'error.type'])

export interface Page {
  spans: ReceivedSpan[]
  /** Time in which processes waited for a CPU, on a machine that does other things as well. */
  waitedMs: number
}

/** Roots of a trace, the times that nothing explains, not even a wait for a CPU, and for people its tree. */
export function shown({ spans, waitedMs }: Page) {
  const gaps = gapsOf(spans, maxGapMs)
  const beyondMs = gaps.reduce((sum, { ms }) => sum + ms - maxGapMs, 0)
  const unexplained = beyondMs > waitedMs ? gaps : []
  return { roots: rootsOf(spans).length, unexplained, tree: drawTree(spans) }
}

const namesOf = ({ spans }: Page) => spans.map(({ name }) => name).sort()

/** One tree, each moment of which is explained. */
export const explained = ({ spans }: Page) => ({ roots: 1, unexplained: [], tree: drawTree(spans) })

/** Starts a Glyphflow whose spans go to a receiver, with an open stream of changes. */
export function tracedGlyphflow(logEnv: () => Record<string, string> = () => ({})) {
  const { start } = ownGlyphflow()

  return async (env: Record<string, string> = {}) => {
    const receiver = await startOtlpReceiver()
    const stop = new AbortController()
    const glyphflow = await start({ ...receiver.env, ...logEnv(), ...env })
    onTestFinished(() => {
      stop.abort()
      receiver.close()
    })
    void drain(followFeed(glyphflow.url, 0, stop.signal))
    const client = createClient(glyphflow.url)

    /** Spans of the latest trace of a document's page, once all its parts have ended. */
    async function traceOf(documentId: string): Promise<ReceivedSpan[]> {
      const isOfPage = (span: ReceivedSpan) => span.attributes[attributes.documentId] === documentId
      const trace = () => receiver.traceOf(receiver.spans.findLast(isOfPage)?.traceId ?? '')
      await until(async () => lastSpans.every((last) => trace().some(last)))
      return trace()
    }

    async function waits() {
      const services = (await client.system()).services ?? []
      const replicas = services.flatMap(({ processes }) => processes ?? [])
      return cpuWaits([glyphflow.child.pid ?? 0, ...replicas.map(({ pid }) => pid)])
    }

    /** Runs `submit`, which submits a page, and resolves with its trace. */
    async function tracePage(submit: () => Promise<string>): Promise<Page> {
      const before = await waits()
      const spans = await traceOf(await submit())
      return { spans, waitedMs: waitedSince(before, await waits()) }
    }
    const read = async (name: string) => (await client.read(sample(name))).id
    return { glyphflow, client, receiver, traceOf, tracePage, read }
  }
}

/** Spans that end last, in several processes. */
const lastSpans = [
  'notify',
  'store result',
  'read page',
  'deliver images-feed',
  'deliver text-feed',
]
  .map((name) => (span: ReceivedSpan) => span.name === name && !span.isFailed)
  .concat(({ name }) => name.startsWith('POST '))

/** The spans of pages, received by a real OTLP receiver, over one kind of log. */
export function describeTraces(log: string, logEnv: () => Record<string, string>) {
  const start = tracedGlyphflow(logEnv)

  test(`the trace of a page over ${log} is one tree, in which a span explains each moment, with a cold start as well`, async () => {
    const folder = await temporaryFolder()
    onTestFinished(folder.remove)
    const window = { window: '6s' }
    const scales = { ocr: window, results: window }
    const KNATIVE_DIR = copyPipeline(join(folder.path, 'pipeline'), { scales })
    const traced = await start({ KNATIVE_DIR, LOG_LEVEL: 'debug' })
    const { glyphflow, client, tracePage, read } = traced

    const warm = await tracePage(() => read('label-jam.jpg'))
    await until(async () => {
      const services = (await client.system()).services ?? []
      return services.every(({ name, replicas }) => name === 'gateway' || replicas === 0)
    })
    const cold = await tracePage(() => read('label-jam.jpg'))
    await glyphflow.stop()

    expect(shown(cold)).toEqual(explained(cold))
    expect(shown(warm)).toEqual(explained(warm))
    expect([warm, cold].map(namesOf)).toEqual([names, names])
    const spans = [...warm.spans, ...cold.spans]
    const keys = spans.flatMap((span) => Object.keys(span.attributes))
    expect(keys.filter((key) => !known.has(key))).toEqual([])
    expect(JSON.stringify(spans)).not.toContain('label-jam')
    const lines = logged(glyphflow.output(), 'page read')
    const pages = [warm, cold].map((page) => page.spans.find(({ name }) => name === 'read page'))
    expect(lines.map(({ trace_id, span_id }) => [trace_id, span_id])).toEqual(
      pages.map((page) => [page?.traceId, page?.spanId]),
    )
  })
}

/** The source makes these spans, whatever the log. */
export function testDeliveries(start: ReturnType<typeof tracedGlyphflow>): void {
  test('the trace of a page has both deliveries if the first replica was killed', async () => {
    const { glyphflow, client, tracePage } = await start()

    const page = await tracePage(async () => {
      const { id } = await client.upload(sample('newsletter-choir.png'))
      await killReader(client)
      return id
    })
    await glyphflow.stop()

    const deliveries = page.spans.filter(({ name }) => name === 'deliver images-feed')
    expect(deliveries.map(({ isFailed }) => isFailed)).toEqual([true, false])
    expect(deliveries.map((span) => span.attributes[attributes.delivery])).toEqual([1, 2])
    expect(namesOf(page).filter((name) => name === 'wait in images-feed')).toHaveLength(2)
    expect(shown(page)).toEqual(explained(page))
  })
}

async function drain(changes: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of changes);
}

/** Kills the replica that reads a page, as soon as there is one. */
async function killReader(client: Client): Promise<void> {
  const reader = async () => {
    const ocr = (await client.system()).services?.find(({ name }) => name === 'ocr')
    return ocr?.inFlight === 1 && ocr.replicas > 0 ? ocr.processes?.[0]?.pid : undefined
  }
  await until(async () => (await reader()) !== undefined, { pauseMs: 5 })
  process.kill((await reader()) ?? 0, 'SIGKILL')
}

/** Log lines with a message, of all processes. */
function logged(output: string, message: string): Record<string, unknown>[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes(`"msg":"${message}"`))
    .map((line) => JSON.parse(line))
}
