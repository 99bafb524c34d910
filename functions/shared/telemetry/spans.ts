import { AsyncLocalStorage } from 'node:async_hooks'
import { createClock } from './clock.ts'
import { defaultSampler, type Sampler } from './sampling.ts'
import { newId, parseTraceparent, type TraceContext, toTraceparent } from './trace-context.ts'

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'
export type Attributes = Record<string, string | number | boolean | undefined>

/** A span that has ended. Times are in ms since 1970, with fractions. */
export interface RecordedSpan {
  name: string
  kind: SpanKind
  context: TraceContext
  /** Null for the first span of a trace. */
  parent: TraceContext | null
  links: TraceContext[]
  startMs: number
  endMs: number
  attributes: Attributes
  isFailed: boolean
}

export interface SpanOptions {
  /** Traceparent of the parent; without one a trace begins. */
  parent?: string | undefined
  /** Traceparents of causes in other traces. */
  links?: (string | undefined)[]
  kind?: SpanKind
  attributes?: Attributes
  /** Time of day; now by default. */
  startMs?: number
}

export interface Span {
  /** Context for what the span causes. Without a recorder its parent's: others may record. */
  traceparent: string | undefined
  child(name: string, options?: Omit<SpanOptions, 'parent'>): Span
  set(attributes: Attributes): void
  /** Ends a span; an `errorType` marks it as failed. Repeated calls have no effect. */
  end(errorType?: string): void
}

export interface Tracer {
  isRecording: boolean
  start(name: string, options?: SpanOptions): Span
}

type Keep = (span: RecordedSpan) => void

/** Time of day for spans, in ms. */
export const spanClock = createClock()

/**
 * Tracer whose spans go to `record` as they end, children together with their parent: a process that is killed leaves
 * no span whose parent it took along. Nothing is recorded without it, nor what `sample` leaves out: by default what is
 * below a parent, or because of a link, that is not sampled.
 */
export function createTracer(record?: Keep, sample: Sampler = defaultSampler): Tracer {
  function start(name: string, options: SpanOptions = {}, keep: Keep | undefined = record): Span {
    const parent = parseTraceparent(options.parent)
    const cause = parent ?? causeOf(options.links)
    if (!keep) return withoutRecord(options.parent ?? options.links?.find(isNotSampled))
    const context = { traceId: parent?.traceId ?? newId(16), spanId: newId(8), isSampled: true }
    if (sample(context.traceId, cause?.isSampled)) {
      return createSpan(name, { ...options, context, parent }, keep)
    }
    return withoutRecord(toTraceparent({ ...(cause ?? context), isSampled: false }))
  }

  function createSpan(
    name: string,
    own: Omit<SpanOptions, 'parent'> & Pick<RecordedSpan, 'context' | 'parent'>,
    keep: Keep,
  ): Span {
    const { context, parent, kind = 'internal', links = [], startMs = spanClock() } = own
    const startedMs = performance.now() - (spanClock() - startMs)
    const attributes = { ...own.attributes }
    const traceparent = toTraceparent(context)
    const held: RecordedSpan[] = []
    let hasEnded = false
    const keepChild: Keep = (child) => (hasEnded ? keep(child) : void held.push(child))
    return {
      traceparent,
      child: (childName, options) =>
        start(childName, { ...options, parent: traceparent }, keepChild),
      set: (more) => void Object.assign(attributes, more),
      end(errorType) {
        if (hasEnded) return
        hasEnded = true
        if (errorType !== undefined) attributes['error.type'] = errorType
        for (const child of held) keep(child)
        keep({
          ...{ name, kind, context, parent, attributes, startMs },
          links: links.flatMap((link) => parseTraceparent(link) ?? []),
          endMs: startMs + performance.now() - startedMs,
          isFailed: errorType !== undefined,
        })
      },
    }
  }

  return { isRecording: record !== undefined, start: (name, options) => start(name, options) }
}

/** Null without a valid link; one that is not sampled goes before others. */
function causeOf(links: SpanOptions['links'] = []): TraceContext | null {
  const contexts = links.flatMap((link) => parseTraceparent(link) ?? [])
  return contexts.find(({ isSampled }) => !isSampled) ?? contexts[0] ?? null
}

function isNotSampled(traceparent: string | undefined): boolean {
  return parseTraceparent(traceparent)?.isSampled === false
}

/** Tracer that records nothing, and passes contexts on. */
export const noTracer = createTracer()

/** An invalid context, which anybody may have put into an event, ends here: it could not be sent on in a header. */
function withoutRecord(given: string | undefined): Span {
  const traceparent = parseTraceparent(given) ? given : undefined
  const span: Span = { traceparent, child: () => span, set: () => {}, end: () => {} }
  return span
}

const active = new AsyncLocalStorage<Span>()

/** Span in which the caller runs. */
export function activeSpan(): Span | undefined {
  return active.getStore()
}

/** Runs `work` in the span, and ends the span with it; an error marks it as failed. */
export async function inSpan<T>(span: Span, work: (span: Span) => T | Promise<T>): Promise<T> {
  try {
    return await active.run(span, work, span)
  } catch (error) {
    span.end(errorTypeOf(error))
    throw error
  } finally {
    span.end()
  }
}

/** Name of an error's class: its message may quote what a span must not have. */
function errorTypeOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error'
}

/** Runs `work` with the context of a span that is recorded elsewhere. */
export function inContext<T>(traceparent: unknown, work: () => T): T {
  return active.run(withoutRecord(typeof traceparent === 'string' ? traceparent : undefined), work)
}

/** Runs `work` outside of any span: what it starts, such as a timer, outlives the page that happens to be at hand. */
export function outsideSpans<T>(work: () => T): T {
  return active.exit(work)
}

/** Runs `work` in a child of the active span, if there is one. */
export async function inChild<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const parent = active.getStore()
  return parent ? inSpan(parent.child(name), work) : work()
}

/** Fields of a log line: https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/ */
export function logFields(): { trace_id?: string; span_id?: string } {
  const context = parseTraceparent(active.getStore()?.traceparent)
  return context ? { trace_id: context.traceId, span_id: context.spanId } : {}
}
