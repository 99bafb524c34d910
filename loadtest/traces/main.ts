import { startOtlpReceiver } from './otlp-receiver.ts'
import { drawTree, gapsOf } from './trace.ts'

/** Time without a new span after which a trace is printed. */
const quietMs = 2000
const maxGapMs = 5

/** Receives spans, and prints each trace as a tree, with the times that no span explains. */
const port = Number(process.env.PORT ?? 4318)
const printed = new Map<string, number>()
const seen = new Map<string, { spans: number; atMs: number }>()
const receiver = await startOtlpReceiver(port)
process.stdout.write(
  `Receiving spans: OTEL_EXPORTER_OTLP_PROTOCOL=http/json OTEL_EXPORTER_OTLP_ENDPOINT=${receiver.url}\n`,
)

setInterval(() => {
  const now = performance.now()
  for (const [traceId, spans] of Map.groupBy(receiver.spans, (span) => span.traceId)) {
    const last = seen.get(traceId)
    if (last?.spans !== spans.length) seen.set(traceId, { spans: spans.length, atMs: now })
    else if (now - last.atMs > quietMs && printed.get(traceId) !== spans.length) {
      printed.set(traceId, spans.length)
      process.stdout.write(`\n${traceId}\n${drawTree(spans)}\n`)
      for (const { after, before, ms } of gapsOf(spans, maxGapMs)) {
        process.stdout.write(`${ms.toFixed(1)} ms unexplained, from ${after} to ${before}\n`)
      }
    }
  }
}, 500)
