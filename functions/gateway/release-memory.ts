import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Returns V8's unused heap pages to the operating system after a burst: only a last-resort collection empties V8's
 * page pool. Blocks the process for about 50 ms.
 */
export function createReleaseMemory(): () => void {
  setFlagsFromString('--expose-gc')
  const collect: NodeJS.GCFunction = runInNewContext('gc')
  return () => collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
