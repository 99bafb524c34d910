import { ROOT_CONTEXT } from '@opentelemetry/api'
import { SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace'
import { expect, test } from 'vitest'
import { samplerOf } from './sampling.ts'
import { createTracer, type RecordedSpan } from './spans.ts'
import { newId, parseTraceparent } from './trace-context.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const sampled = `00-${traceId}-b7ad6b7169203331-01`
const unsampled = `00-${traceId}-b7ad6b7169203331-00`

test.each([
  // Name, its argument, and whether it records: without a cause, below a sampled one, below one that is not.
  [undefined, undefined, true, true, false],
  ['parentbased_always_on', undefined, true, true, false],
  ['unheard_of', '0', true, true, false],
  ['constructor', undefined, true, true, false],
  ['always_on', undefined, true, true, true],
  ['always_off', undefined, false, false, false],
  ['parentbased_always_off', undefined, false, true, false],
  ['traceidratio', '0', false, false, false],
  ['traceidratio', '1', true, true, true],
  ['traceidratio', '', true, true, true],
  ['traceidratio', '-0.5', true, true, true],
  ['parentbased_traceidratio', '0', false, true, false],
])('OTEL_TRACES_SAMPLER=%s with %s records %s, %s, %s', (name, arg, ...expected) => {
  const sample = samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: arg })

  expect([undefined, true, false].map((cause) => sample(traceId, cause))).toEqual(expected)
})

test('a ratio chooses the traces that the SDK of another service chooses', () => {
  const sample = samplerOf({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.3' })
  const ofSdk = new TraceIdRatioBasedSampler(0.3)
  const ids = Array.from({ length: 1000 }, () => newId(16))

  const chosen = ids.filter((id) => sample(id, undefined))

  const { RECORD_AND_SAMPLED } = SamplingDecision
  expect(chosen).toEqual(
    ids.filter((id) => ofSdk.shouldSample(ROOT_CONTEXT, id).decision === RECORD_AND_SAMPLED),
  )
  expect(chosen.length).toBeGreaterThan(200)
  expect(chosen.length).toBeLessThan(400)
})

function recordingWith(env: Record<string, string>) {
  const recorded: RecordedSpan[] = []
  return { recorded, tracer: createTracer((span) => void recorded.push(span), samplerOf(env)) }
}

test('a trace that is not recorded says so to what it causes, with an id that all share', () => {
  const { recorded, tracer } = recordingWith({ OTEL_TRACES_SAMPLER: 'always_off' })

  const begun = tracer.start('begun')
  const child = begun.child('child')
  const continued = tracer.start('continued', { parent: sampled })
  for (const span of [child, begun, continued]) span.end()

  expect(recorded).toEqual([])
  expect(begun.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  expect(child.traceparent).toBe(begun.traceparent)
  expect(continued.traceparent).toBe(unsampled)
})

test('always_on records what others do not, and a link decides as a parent does', () => {
  const always = recordingWith({ OTEL_TRACES_SAMPLER: 'always_on' })
  const linked = recordingWith({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' })

  const span = always.tracer.start('span', { parent: unsampled })
  span.end()
  linked.tracer.start('linked', { links: [sampled] }).end()
  linked.tracer.start('not linked', { links: ['rubbish'] }).end()

  expect(always.recorded).toMatchObject([{ name: 'span', context: { traceId, isSampled: true } }])
  expect(parseTraceparent(span.traceparent)?.isSampled).toBe(true)
  expect(linked.recorded.map(({ name }) => name)).toEqual(['linked'])
})
