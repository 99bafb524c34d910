import { setTimeout as pause } from 'node:timers/promises'
import { monotonicMs } from '../figures/monotonic.ts'

/** An answer of the page's list of documents, or its lack after 5 s. */
export interface Look {
  /** End of the request, by the clock of `monotonicMs`. */
  atMs: number
  tookMs: number
  isAnswered: boolean
}

const maxAnswerMs = 5000
const everyMs = 500

/** Looks at the page twice a second, as a person does who waits for a text, until `signal` aborts. */
export function watchPage(url: string, signal: AbortSignal): () => Look[] {
  const looks: Look[] = []

  async function look(): Promise<void> {
    const fromMs = monotonicMs()
    const isAnswered = await fetch(`${url}/v1/documents?limit=1`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(maxAnswerMs)]),
    }).then(
      async (answer) => (await answer.text()) !== '' && answer.ok,
      () => false,
    )
    const atMs = monotonicMs()
    if (!signal.aborted) looks.push({ atMs, tookMs: atMs - fromMs, isAnswered })
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await look()
      await pause(everyMs)
    }
  }
  void run()
  return () => looks
}
