export interface EventStreamOptions {
  /** Must end promptly once `signal` has aborted. */
  events: AsyncGenerator<Uint8Array, void>
  /** Ends the stream, even if the client does not read. */
  signal: AbortSignal
  /** Maximum time for the client to read a chunk before it is disconnected. */
  stallMs: number
  /** Closes the connection and discards unread bytes. */
  disconnect: () => void
  /** Called once, when the stream ends; with the error if `events` failed. */
  onEnd: (error?: unknown) => void
}

type Controller = ReadableStreamDefaultController<Uint8Array>

/** The body of an event stream. Events are pulled once the client has read the chunk before. */
export function createEventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { events, signal, stallMs, disconnect, onEnd } = options
  let wasPulled = false
  let isDrained = true
  let hasEnded = false
  let stall: NodeJS.Timeout | undefined

  function end(error?: unknown) {
    if (hasEnded) return
    hasEnded = true
    clearTimeout(stall)
    onEnd(error)
    events.return().catch(() => {})
  }

  function abort(controller: Controller) {
    if (hasEnded) return
    end()
    controller.close()
    if (!isDrained) disconnect()
  }

  // A client that has read every chunk sees the stream end; any other client may never pull again.
  function onAbort(controller: Controller) {
    if (!isDrained || !wasPulled) abort(controller)
  }

  async function pull(controller: Controller) {
    clearTimeout(stall)
    wasPulled = true
    isDrained = true
    const { value } = await events.next().catch((error) => {
      end(error)
      return { value: undefined }
    })
    if (value && !signal.aborted) {
      isDrained = false
      controller.enqueue(value)
      stall = setTimeout(abort, stallMs, controller)
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
