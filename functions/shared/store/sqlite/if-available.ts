import { StoreUnavailableError } from '../store.ts'

/** Does what may as well be done later, unless the store cannot do it now. */
export async function ifAvailable(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error
  }
}
