import type { Metrics } from '../../../functions/shared/telemetry/metrics.ts'
import type { ServerTiming } from '../../../functions/shared/telemetry/server-timing.ts'
import { createLanguages, toWord, words } from '../../../functions/shared/telemetry/words.ts'
import type { EventRecord } from '../../log/event-record.ts'
import type { Decision, Outcome } from '../delivery/delivery.ts'
import { appendedAt } from './appended-at.ts'
import type { Observer } from './observer.ts'

export interface DeliveryMetricsOptions {
  metrics: Metrics
  service: string
  topic: string
  group: string
}

/**
 * Counts the deliveries of a topic to a service, and what the service tells in its answers: this process stays while
 * replicas come and go.
 */
export function createDeliveryMetrics(options: DeliveryMetricsOptions): Observer {
  const { metrics, service, topic, group } = options
  const toLanguage = createLanguages()
  const destination = { 'messaging.destination.name': topic }
  const consumer = { ...destination, 'messaging.consumer.group.name': group }
  /** Times since 1970 of the records in hand. The oldest unfinished one of the topic is among them. */
  const inHand = new Map<object, number>()
  metrics.observe('glyphflow.log.lag.duration', () => {
    const now = Date.now()
    const oldestAt = Math.min(now, ...inHand.values())
    return [{ labels: { topic, group }, value: (now - oldestAt) / 1000 }]
  })

  function countStages(timing: ServerTiming) {
    for (const [name, value] of Object.entries(timing)) {
      if (typeof value !== 'number' || name === 'page') continue
      const stage = toWord(words.stage, name)
      metrics.record('glyphflow.page.stage.duration', { stage, service }, value / 1000)
    }
  }

  function countPage({ engine, outcome: reported, code, language, page }: ServerTiming) {
    const outcome = toWord(words.outcome, reported)
    if (engine !== undefined) {
      metrics.add('glyphflow.pages', {
        outcome,
        code: toWord(words.code, code),
        engine: toWord(words.engine, engine),
        language: toLanguage(language),
      })
    }
    if (typeof page === 'number') {
      metrics.record('glyphflow.page.duration', { outcome }, page / 1000)
    }
  }

  return {
    taken(record) {
      metrics.add('messaging.client.consumed.messages', consumer)
      inHand.set(record, timeOf(record) ?? Date.now())
      return () => void inHand.delete(record)
    },
    delivered({ event, outcome, decision, durationMs, isFirst }) {
      const labels = { ...destination, service, outcome: nameOf(decision) }
      metrics.record('messaging.process.duration', labels, durationMs / 1000)
      metrics.add('glyphflow.deliveries', { service, topic, answer: answerOf(outcome) })
      const sinceMs = appendedAt(event)
      if (isFirst && sinceMs !== null) {
        const waitedMs = Math.max(Date.now() - durationMs - sinceMs, 0)
        metrics.record('glyphflow.page.stage.duration', { stage: 'log', service }, waitedMs / 1000)
      }
      if (decision !== 'delivered' || !('timing' in outcome) || !outcome.timing) return
      countStages(outcome.timing)
      countPage(outcome.timing)
    },
    gaveUp: (outcome) => metrics.add('glyphflow.dead_letters', { topic, code: answerOf(outcome) }),
  }
}

function nameOf(decision: Decision): string {
  return typeof decision === 'string' ? decision : 'retry'
}

/** Statuses that say something of their own; others are counted by their class. */
const statuses = [
  ...[200, 202, 204, 400, 401, 403, 404, 408, 409, 413, 415, 422, 429],
  ...[500, 502, 503, 504],
]

/** Answer to a delivery, of few words: `204`, `5xx`, `unanswered`, `refused`, `timeout`. */
export function answerOf(outcome: Outcome): string {
  if ('failure' in outcome) {
    if (outcome.failure === 'not-connected') return 'refused'
    return outcome.failure === 'disconnected' ? 'unanswered' : 'timeout'
  }
  const { status } = outcome
  return statuses.includes(status) ? String(status) : `${Math.floor(status / 100)}xx`
}

/** Time of the append of the event in a record; null if unknown. */
function timeOf({ headers }: EventRecord): number | null {
  const of = (name: RegExp) => Object.entries(headers).find(([header]) => name.test(header))?.[1]
  return appendedAt({ time: of(/^ce_time$/i), knativeerrorcode: of(/^ce_knativeerrorcode$/i) })
}
