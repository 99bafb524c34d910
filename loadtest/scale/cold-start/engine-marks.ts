import { subscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'

/** Tesseract's calls outside the main thread, with the engine's state after each. */
const ends = {
  // tesseract.js: the jobs of its thread.
  setParameters: 'engine ready',
  recognize: 'engine read',
  // libtesseract: its functions.
  TessBaseAPIInit2: 'engine ready',
  TessBaseAPIRecognize: 'engine read',
} as const
type End = (typeof ends)[keyof typeof ends]

function endOf(call: string | undefined): End | undefined {
  return Object.entries(ends).find(([name]) => name === call)?.[1]
}

/** Calls `mark` when an engine of either kind is ready, and when it has read a page. */
export function followEngines(mark: (name: End) => void): void {
  const markEndOf = (call: string | undefined) => {
    const end = endOf(call)
    if (end) mark(end)
  }
  subscribe('worker_threads', (message) => {
    const { worker } = message as { worker: Worker }
    worker.on('message', (packet: { status?: string; action?: string }) => {
      if (packet.status === 'resolve') markEndOf(packet.action)
    })
  })
  // https://nodejs.org/api/diagnostics_channel.html#modules
  subscribe('tracing:module.require:end', (message) => {
    const { id, result } = message as { id: string; result?: unknown }
    if (id.endsWith('/koffi.node')) followCalls(result as Koffi, markEndOf)
  })
}

/** Used parts of koffi: its functions cannot be replaced, but the libraries that it loads can. */
interface Koffi {
  load: (name: string) => Library
}
interface Library {
  func: (...signature: unknown[]) => Callable
}
interface Callable {
  name: string
  async: (...args: unknown[]) => void
}

function followCalls(koffi: Koffi, onEnd: (call: string) => void): void {
  const { load } = koffi
  koffi.load = (path) => {
    const library = load(path)
    const func: Library['func'] = (...signature) => {
      const callable = library.func(...signature)
      const { name, async: call } = callable
      callable.async = (...args) => {
        const done = args.pop() as (...results: unknown[]) => void
        call(...args, (...results: unknown[]) => {
          onEnd(name)
          done(...results)
        })
      }
      return callable
    }
    return Object.create(library, { func: { value: func } })
  }
}
