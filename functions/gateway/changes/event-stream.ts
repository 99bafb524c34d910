export interface EventStreamOptions {
  /** Ends with `signal`. */
  events: AsyncGenerator<Uint8Array, void>
  signal: AbortSignal
  /** A client that has not taken what was written for so long is hung up on. */
  stallMs: number
  /** Closes the connection, whatever of what was written the client has not taken. */
  hangUp: () => void
  /** Called once, when the stream ends; with an error where the events failed. */
  onEnd: (error?: unknown) => void
}

type Controller = ReadableStreamDefaultController<Uint8Array>

/** The body of an event stream. The next events are asked for once the client has taken those before. */
export function createEventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { events, signal, stallMs, hangUp, onEnd } = options
  let isTaken = true
  let hasEnded = false
  let stall: NodeJS.Timeout | undefined

  function end(error?: unknown) {
    if (hasEnded) return
    hasEnded = true
    clearTimeout(stall)
    onEnd(error)
    events.return().catch(() => {})
  }

  function giveUp(controller: Controller) {
    if (hasEnded) return
    end()
    controller.close()
    hangUp()
  }

  async function pull(controller: Controller) {
    clearTimeout(stall)
    isTaken = true
    const { value } = await events.next().catch((error) => {
      end(error)
      return { value: undefined }
    })
    if (value) {
      isTaken = false
      controller.enqueue(value)
      stall = setTimeout(giveUp, stallMs, controller)
    } else {
      end()
      controller.close()
    }
  }

  return new ReadableStream(
    {
      // A client that has read everything sees the stream end; one that has not may never pull again.
      start: (controller) =>
        signal.addEventListener('abort', () => {
          if (!isTaken) giveUp(controller)
        }),
      pull,
      cancel: () => end(),
    },
    { highWaterMark: 0 },
  )
}
