import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { App } from '../../app/create-app.ts'
import { historyMs } from '../../system/history.ts'
import { inOrder } from '../../system/services.ts'
import { DeadLetterList } from './dead-letter-list.tsx'
import { ServiceCard } from './service-card.tsx'
import { Spans } from './spans.tsx'
import { Tiles } from './tiles.tsx'
import { TopicTable } from './topic-table.tsx'

/** Services with their replicas, topics and dead letters, live. */
export function SystemView({ app }: { app: App }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const span = useSignal(historyMs)
  const waiting = useComputed(() => app.system.value?.deadLetters.waiting)
  const system = app.system.value
  const history = app.history.value

  useEffect(() => {
    // After a link on this page, for the keyboard and for screen readers.
    if (document.activeElement !== document.body) heading.current?.focus()
    return app.watchSystem()
  }, [])
  useSignalEffect(() => {
    if (waiting.value !== undefined) void app.deadLetters.load()
  })

  return (
    <div class="system">
      <div class="system-head">
        <h1 ref={heading} tabIndex={-1}>
          System
        </h1>
        <Spans span={span} />
        {!(app.isConnected.value && app.areServicesCurrent.value) && (
          <p class="state state-failed" role="status">
            {app.isConnected.value
              ? 'No answer about the services: they may be outdated'
              : 'Not connected: this may be outdated'}
          </p>
        )}
      </div>
      {system && <Tiles system={system} history={history} />}
      {system && system.services === null && (
        <p class="panel system-note">
          The replicas are not known here. In a cluster, kubectl and the dashboards show them.
        </p>
      )}
      <div class="services">
        {inOrder(system?.services ?? []).map((service) => (
          <ServiceCard
            key={service.name}
            {...{ service, history, topics: system?.topics ?? null }}
            {...{ spanMs: span.value, cpu: app.cpu.value }}
          />
        ))}
      </div>
      {system?.topics && <TopicTable topics={system.topics} history={history} />}
      {system && <DeadLetterList app={app} waiting={system.deadLetters.waiting} />}
    </div>
  )
}
