import { describe } from 'vitest'
import { testBreaking } from './breaking.contract.ts'
import { testPages } from './pages.contract.ts'
import { missingFor, ownServers, type Pairing } from './pairing.fixture.ts'

/** Guarantees over a log, with each store. */
export function describePairings(log: Pairing['log']): void {
  const servers = ownServers(log)
  for (const store of ['SQLite', 'PostgreSQL'] as const) {
    const missing = missingFor({ log, store })
    const why = missing ? ` (skipped: no ${missing})` : ''
    describe.skipIf(missing)(`log ${log}, store ${store}${why}`, () => {
      describe('pictures', () => testPages(store, servers))
      describe('failures', () => testBreaking(store, servers))
    })
  }
}
