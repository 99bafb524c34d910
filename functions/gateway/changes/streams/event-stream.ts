export interface EventStreamOptions {
  /** Wait for nothing once `signal` has aborted. */
  events: AsyncGenerator<Uint8Array, void>
  /** Ends the stream, also where nobody reads it. */
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
  let wasPulled = false
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
    if (!isTaken) hangUp()
  }

  // A client that has read everything sees the stream end; one that has not, or never began, may never pull again.
  function onAbort(controller: Controller) {
    if (!isTaken || !wasPulled) giveUp(controller)
  }

  async function pull(controller: Controller) {
    clearTimeout(stall)
    wasPulled = true
    isTaken = true
    const { value } = await events.next().catch((error) => {
      end(error)
      return { value: undefined }
    })
    if (value && !signal.aborted) {
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
      start: (controller) => {
        signal.addEventListener('abort', () => onAbort(controller))
        if (signal.aborted) onAbort(controller)
      },
      pull,
      cancel: () => end(),
    },
    { highWaterMark: 0 },
  )
}
