import type { CuttingProxy } from '../proxy.ts'
import type { Fault } from './fault.ts'

/** Connections between clients and the gateway break off in the middle. */
export function createCut({ proxy }: { proxy: CuttingProxy }): Fault {
  return {
    async start(direction) {
      proxy.cut(direction === 'upload' ? 'upload' : 'answer')
      return []
    },
    async end() {
      proxy.cut(null)
    },
  }
}
