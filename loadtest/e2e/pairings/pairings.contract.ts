import { describe } from 'vitest'
import { testBreaking } from './breaking.contract.ts'
import { testChanges } from './changes.contract.ts'
import { testPages } from './pages.contract.ts'
import { missingFor, ownServers, type Pairing } from './pairing.fixture.ts'
import { testPoisonPage } from './poison-page.contract.ts'

/** Guarantees over a log, with each store. */
export function describePairings(log: Pairing['log']): void {
  const servers = ownServers(log)
  describePairing({ log, store: 'SQLite' }, () => testPoisonPage(servers))
  for (const store of ['SQLite', 'PostgreSQL'] as const) {
    describePairing({ log, store }, () => {
      describe('pictures', () => testPages(store, servers))
      describe('failures', () => testBreaking(store, servers))
      if (log === 'SQLite') describe('changes', () => testChanges(store, servers))
    })
  }
}

function describePairing(pairing: Pairing, tests: () => void): void {
  const missing = missingFor(pairing)
  const why = missing ? ` (skipped: no ${missing})` : ''
  describe.skipIf(missing)(`log ${pairing.log}, store ${pairing.store}${why}`, tests)
}
