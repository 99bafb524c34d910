import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import {
  activeSpan,
  createTracer,
  inChild,
  inContext,
  inSpan,
  logFields,
  noTracer,
  outsideSpans,
  type RecordedSpan,
} from './spans.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const sampled = `00-${traceId}-b7ad6b7169203331-01`
const unsampled = `00-${traceId}-b7ad6b7169203331-00`

function recording() {
  const recorded: RecordedSpan[] = []
  return { recorded, tracer: createTracer((span) => void recorded.push(span)) }
}

test('a span has the trace and the id of its parent, and a context of its own', () => {
  const { recorded, tracer } = recording()

  const span = tracer.start('parent', { parent: sampled, kind: 'server', attributes: { a: 1 } })
  span.child('child').end()
  span.set({ b: 2 })
  span.end()

  const [child, parent] = recorded
  expect(parent).toMatchObject({
    ...{ name: 'parent', kind: 'server', attributes: { a: 1, b: 2 }, isFailed: false },
    ...{ context: { traceId }, parent: { traceId, spanId: 'b7ad6b7169203331' } },
  })
  expect(span.traceparent).toBe(`00-${traceId}-${parent?.context.spanId}-01`)
  expect(child).toMatchObject({ name: 'child', parent: parent?.context })
})

test('an invalid context, which no header could carry, is not passed on', () => {
  const { tracer } = recording()
  const invalid = '00\nx'

  const passed = [
    noTracer.start('span', { parent: invalid }).traceparent,
    inContext(invalid, () => activeSpan()?.traceparent),
  ]
  const begun = tracer.start('span', { parent: invalid }).traceparent

  expect(passed).toEqual([undefined, undefined])
  expect(begun).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
})

test('what is started outside of spans keeps no context', async () => {
  const timed = await inContext(sampled, () =>
    outsideSpans(() => new Promise((resolve) => setTimeout(() => resolve(logFields()), 1))),
  )

  expect(timed).toEqual({})
})

test('children are recorded with their parent: no span is sent whose parent may never be', () => {
  const { recorded, tracer } = recording()
  const namesNow = () => recorded.map(({ name }) => name)

  const span = tracer.start('parent')
  const child = span.child('child')
  child.child('grandchild').end()
  child.end()
  const late = span.child('late')
  const before = namesNow()
  span.end()
  late.end()

  expect(before).toEqual([])
  expect(namesNow()).toEqual(['grandchild', 'child', 'parent', 'late'])
})

test('without a parent a trace begins, which may link to others', () => {
  const { recorded, tracer } = recording()

  tracer.start('root', { links: [sampled, undefined, 'rubbish'] }).end()

  expect(recorded[0]?.parent).toBeNull()
  expect(recorded[0]?.context.traceId).not.toBe(traceId)
  expect(recorded[0]?.links).toEqual([{ traceId, spanId: 'b7ad6b7169203331', isSampled: true }])
})

test('a span lasts as long as its work, from the time that it is given', async () => {
  const { recorded, tracer } = recording()
  const before = Date.now()

  const span = tracer.start('work', { startMs: before - 1000 })
  await pause(20)
  span.end()
  span.end()

  expect(recorded).toHaveLength(1)
  expect(recorded[0]?.startMs).toBe(before - 1000)
  const lastedMs = (recorded[0]?.endMs ?? 0) - (recorded[0]?.startMs ?? 0)
  expect(lastedMs).toBeGreaterThanOrEqual(1019)
  expect(lastedMs).toBeLessThan(10_000)
})

test('failed work fails its span, without the message of the error', async () => {
  const { recorded, tracer } = recording()
  const failing = inSpan(tracer.start('work'), () => {
    throw new RangeError('the text of a page')
  })

  await expect(failing).rejects.toThrow(RangeError)

  expect(recorded[0]).toMatchObject({ isFailed: true, attributes: { 'error.type': 'RangeError' } })
  expect(JSON.stringify(recorded)).not.toContain('text of a page')
})

test.each([
  ['without a recorder', noTracer, sampled],
  ['below a parent that is not sampled', recording().tracer, unsampled],
])('%s the context of the parent is passed on', async (_, tracer, parent) => {
  const span = tracer.start('work', { parent })
  const inside = await inSpan(span, () => inChild('stage', () => activeSpan()?.traceparent))

  expect(span.traceparent).toBe(parent)
  expect(span.child('child').traceparent).toBe(parent)
  expect(inside).toBe(parent)
})

test('a parent that is not sampled leaves no span', async () => {
  const { recorded, tracer } = recording()

  await inSpan(tracer.start('work', { parent: unsampled }), () => inChild('stage', () => {}))

  expect(recorded).toEqual([])
})

test('a trace that begins for one that is not sampled is not recorded either', () => {
  const { recorded, tracer } = recording()

  const span = tracer.start('root', { links: [sampled, unsampled] })
  span.end()

  expect(span.traceparent).toBe(unsampled)
  expect(recorded).toEqual([])
})

test('stages are children of the span in which they run, across awaits and beside others', async () => {
  const { recorded, tracer } = recording()
  const handle = (name: string) =>
    inSpan(tracer.start(name), async () => {
      await pause(1)
      await inChild(`${name} stage`, () => pause(1))
    })

  await Promise.all([handle('a'), handle('b')])
  await inChild('outside', () => {})

  const idOf = (name: string) => recorded.find((span) => span.name === name)?.context.spanId
  const parentOf = (name: string) => recorded.find((span) => span.name === name)?.parent?.spanId
  expect(recorded).toHaveLength(4)
  expect(parentOf('a stage')).toBe(idOf('a'))
  expect(parentOf('b stage')).toBe(idOf('b'))
})

test('a log line has the ids of the active span, recorded or not', async () => {
  const { tracer } = recording()
  const span = tracer.start('work')
  const [, ownTrace, ownSpan] = span.traceparent?.split('-') ?? []

  expect(logFields()).toEqual({})
  expect(await inSpan(span, logFields)).toEqual({ trace_id: ownTrace, span_id: ownSpan })
  expect(inContext(sampled, logFields)).toEqual({ trace_id: traceId, span_id: 'b7ad6b7169203331' })
  expect(inContext(undefined, logFields)).toEqual({})
})
