import { createParser } from 'eventsource-parser'
import { DocumentChange } from '../../functions/shared/api.ts'
import type { Client } from '../glyphflow.ts'

/** Calls back for each document that ends, from now on. Resolves when the stream is open. */
export async function followChanges(client: Client, onEnd: (change: DocumentChange) => void) {
  const { changes } = await client.list('limit=1')
  const response = await client.get(`/v1/events?after=${changes}`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const parser = createParser({
    onEvent({ event, data }) {
      if (event !== 'document') return
      const change = DocumentChange.parse(JSON.parse(data))
      if (['done', 'failed', 'partial'].includes(change.status)) onEnd(change)
    },
  })
  async function read() {
    for (;;) {
      const part = await reader?.read()
      if (!part || part.done) return
      parser.feed(part.value)
    }
  }
  const reading = read().catch(() => {})
  return {
    async close() {
      await reader?.cancel()
      await reading
    },
  }
}
