import { describePairings } from './pairings.contract.ts'

describePairings('SQLite')
