import type { Store } from '../shared/store/store.ts'
import type { Metrics } from '../shared/telemetry/metrics.ts'

export interface StoreMetricsDeps {
  store: Pick<Store, 'countPages' | 'countDeadLetters' | 'sizeBytes'>
  /** Name of the store's database in the semantic conventions. */
  database: 'postgresql' | 'sqlite'
  freeBytes: () => Promise<number | null>
}

/** Measures the store at each scrape. */
export function observeStore(metrics: Metrics, deps: StoreMetricsDeps): void {
  const { store, database, freeBytes } = deps
  const one = (value: number | null) => [{ labels: {}, value: value ?? Number.NaN }]
  metrics.observe('glyphflow.store.pages', async () =>
    Object.entries(await store.countPages()).map(([status, value]) => ({
      labels: { status },
      value,
    })),
  )
  metrics.observe('glyphflow.store.dead_letters', async () => one(await store.countDeadLetters()))
  metrics.observe('glyphflow.store.size', async () => [
    { labels: { 'db.system.name': database }, value: await store.sizeBytes() },
  ])
  metrics.observe('glyphflow.store.free', async () => one(await freeBytes()))
}
