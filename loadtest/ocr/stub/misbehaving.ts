import { IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import type { Control, Misbehaviour } from './control.ts'
import type { createDeliveryJournal } from './delivery-journal.ts'

export interface MisbehavingDeps {
  /** The real function. */
  fetch: (request: Request) => Response | Promise<Response>
  control: () => Control
  journal: ReturnType<typeof createDeliveryJournal>
  /** Delay of a late answer. */
  lateMs: number
}

/** Second argument of the HTTP server's fetch callback. */
const Connection = z.object({ incoming: z.instanceof(IncomingMessage) })

/** Forwards requests to the function and journals each delivery; some get a faulty answer, as `control` says. */
export function createMisbehaving({ fetch, control, journal, lateMs }: MisbehavingDeps) {
  let count = 0

  function choose(): Misbehaviour | null {
    const { misbehaviour, oneOf } = control()
    count += 1
    return count % oneOf === 0 ? misbehaviour : null
  }

  async function answer(request: Request, how: Misbehaviour | null, cut: () => void) {
    switch (how) {
      case null:
        return fetch(request)
      case 'error':
        return new Response(null, { status: 500 })
      case 'unavailable':
        return new Response(null, { status: 503, headers: { 'retry-after': '1' } })
      case 'refuse':
        return new Response('refused by the drill', { status: 422 })
      case 'hang':
        // Waits until the fault is over; the source has timed out before.
        while (control().misbehaviour === 'hang') await pause(100)
        cut()
        return new Response(null, { status: 500 })
      case 'cut-body':
        cut()
        return new Response(null, { status: 500 })
      case 'late': {
        const answered = await fetch(request)
        await pause(lateMs)
        return answered
      }
      case 'error-after':
        await fetch(request)
        return new Response(null, { status: 500 })
      case 'cut-answer':
        await fetch(request)
        return new Response(brokenBody(cut), { headers: { 'content-length': '100' } })
    }
  }

  return async (request: Request, connection?: unknown): Promise<Response> => {
    if (request.method !== 'POST') return fetch(request)
    const { incoming } = Connection.parse(connection)
    const how = choose()
    const header = (name: string) => request.headers.get(name) ?? 'none'
    const delivery = journal.taken(header('ce-id'), header('ce-documentid'), how)
    try {
      const answered = await answer(request, how, () => incoming.socket.destroy())
      delivery.answered(answered.status)
      return answered
    } catch (error) {
      delivery.answered(500)
      throw error
    }
  }
}

/** Body whose connection is cut after the first chunk. */
function brokenBody(cut: () => void): ReadableStream {
  return new ReadableStream({
    start: (body) => body.enqueue(new TextEncoder().encode('half of ')),
    pull: cut,
  })
}
