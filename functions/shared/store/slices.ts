import { setImmediate } from 'node:timers/promises'

/**
 * Runs long work in short transactions until `slice` resolves with false, so that neither other callers in this
 * process nor other processes wait for all of it.
 */
export async function inSlices(slice: () => Promise<boolean>) {
  while (await slice()) await setImmediate()
}
