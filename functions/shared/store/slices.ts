import { setImmediate } from 'node:timers/promises'

/**
 * Does long work in short transactions until `slice` says that nothing is left, so that neither this
 * process's other callers nor other processes wait for all of it.
 */
export async function inSlices(slice: () => Promise<boolean>) {
  while (await slice()) await setImmediate()
}
