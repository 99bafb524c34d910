import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Parses a stream as a browser does. */
export function listen(response: Response) {
  const reader = response.body?.getReader()
  const events: EventSourceMessage[] = []
  const seen = { retry: 0, text: '' }
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onRetry: (retry) => {
      seen.retry = retry
    },
  })
  const decoder = new TextDecoder()
  /** False at the end of the stream. */
  const read = async () => {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) return false
    const text = decoder.decode(chunk.value)
    seen.text += text
    parser.feed(text)
    return true
  }
  return {
    seen,
    read,
    cancel: () => reader?.cancel(),
    take: async (count: number) => {
      while (events.length < count && (await read()));
      return events.splice(0, count)
    },
    rest: async () => {
      while (await read());
      return events.splice(0)
    },
  }
}
