/** A span as a receiver gets it. Times are in ms since 1970, with fractions. */
export interface ReceivedSpan {
  /** Name of the process. */
  service: string
  name: string
  traceId: string
  spanId: string
  parentSpanId: string | null
  startMs: number
  endMs: number
  attributes: Record<string, string | number | boolean>
  links: { traceId: string; spanId: string }[]
  isFailed: boolean
}

export interface Gap {
  /** Span whose end begins the gap. */
  after: string
  before: string
  ms: number
}

/** Spans without a parent among the received ones. A tree has one. */
export function rootsOf(spans: ReceivedSpan[]): ReceivedSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId))
  return spans.filter(({ parentSpanId }) => parentSpanId === null || !ids.has(parentSpanId))
}

/**
 * Times between the first start and the last end that no span explains, if longer than `maxMs`. A span explains its
 * time if nothing below it was recorded; one with children only holds them together, and its own time needs their
 * explanation. A failed delivery explains itself: the spans of a killed replica are lost with it. Overlapping spans
 * count once. Spans of several processes are compared by the clock of their machine.
 */
export function gapsOf(spans: ReceivedSpan[], maxMs: number): Gap[] {
  const parents = new Set(spans.map(({ parentSpanId }) => parentSpanId))
  const explains = (span: ReceivedSpan) => !parents.has(span.spanId) || isFailedDelivery(span)
  const first = rootsOf(spans)[0]
  const gaps: Gap[] = []
  let until = Math.min(...spans.map(({ startMs }) => startMs))
  let last = `start of ${first?.name}`
  for (const span of spans.filter(explains).sort((a, b) => a.startMs - b.startMs)) {
    const ms = span.startMs - until
    if (ms > maxMs) gaps.push({ after: last, before: span.name, ms })
    if (span.endMs > until) [until, last] = [span.endMs, span.name]
  }
  const ms = Math.max(...spans.map(({ endMs }) => endMs)) - until
  if (ms > maxMs) gaps.push({ after: last, before: 'the end', ms })
  return gaps
}

function isFailedDelivery({ name, isFailed }: ReceivedSpan): boolean {
  return isFailed && name.startsWith('deliver ')
}

/** The spans as an indented tree, children in the order of their start; for the messages of tests, and for people. */
export function drawTree(spans: ReceivedSpan[]): string {
  const startMs = Math.min(...spans.map((span) => span.startMs))
  const below = (parent: string) => spans.filter(({ parentSpanId }) => parentSpanId === parent)
  const draw = (span: ReceivedSpan, depth: number): string[] => {
    const from = (span.startMs - startMs).toFixed(1)
    const to = (span.endMs - startMs).toFixed(1)
    const failed = span.isFailed ? ' failed' : ''
    const line = `${'  '.repeat(depth)}${span.name} [${span.service}] ${from}–${to}${failed}`
    return [line, ...inOrder(below(span.spanId)).flatMap((child) => draw(child, depth + 1))]
  }
  return inOrder(rootsOf(spans))
    .flatMap((root) => draw(root, 0))
    .join('\n')
}

const inOrder = (spans: ReceivedSpan[]) => spans.toSorted((a, b) => a.startMs - b.startMs)
