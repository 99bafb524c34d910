import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { z } from 'zod'
import { Accepted, Document, DocumentList, SamplesAccepted } from '../functions/shared/api.ts'
import { System } from '../functions/shared/system-api.ts'

/** What `npm start` runs. */
export const startCommand = ['sh', join(import.meta.dirname, '../scripts/start.sh')]

export interface RunningGlyphflow {
  url: string
  child: ChildProcess
  /** What it has written, both streams. */
  output: () => string
  /** Ctrl-C; resolves with the exit code. */
  stop: () => Promise<number | null>
}

/**
 * Starts the whole system as a process, on any free port; resolves when it says that it is ready. `under`
 * is a command that is to run it.
 */
export async function startGlyphflow(
  dataDir: string,
  env: Record<string, string> = {},
  under: string[] = [],
): Promise<RunningGlyphflow> {
  const [command = '', ...args] = [...under, ...startCommand]
  const child = spawn(command, args, {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      output += `${line}\n`
      const ready = line.match(/ready: (\S+)/)
      if (ready?.[1]) resolve(ready[1])
    })
    void ended.then(() => reject(new Error(`Glyphflow ended before it was ready:\n${output}`)))
  })
  return {
    url,
    child,
    output: () => output,
    async stop() {
      child.kill('SIGINT')
      const [code] = await ended
      return code
    },
  }
}

/** A folder for one run's data; `remove` takes it away. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'glyphflow-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 20 }) }
}

async function answer<T extends z.ZodType>(schema: T, response: Response): Promise<z.infer<T>> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return schema.parse(await response.json())
}

/** The HTTP API, as far as checks and measurements need it. */
export function createClient(url: string) {
  const get = (path: string) => fetch(`${url}${path}`)
  const post = async (picture: string, headers: Record<string, string> = {}) => {
    const form = new FormData()
    form.append('image', new Blob([await readFile(picture)]), basename(picture))
    return fetch(`${url}/v1/documents`, { method: 'POST', body: form, headers })
  }
  return {
    get,
    upload: async (picture: string) => answer(Accepted, await post(picture)),
    /** Uploads and waits for the text. */
    read: async (picture: string) => answer(Document, await post(picture, { prefer: 'wait=60' })),
    async samples(count: number, seed?: number) {
      const body = JSON.stringify({ count, ...(seed !== undefined && { seed }) })
      const headers = { 'content-type': 'application/json' }
      return answer(
        SamplesAccepted,
        await fetch(`${url}/v1/samples`, { method: 'POST', body, headers }),
      )
    },
    document: async (id: string) => answer(Document, await get(`/v1/documents/${id}`)),
    list: async (query: string) => answer(DocumentList, await get(`/v1/documents?${query}`)),
    system: async () => answer(System, await get('/v1/system')),
  }
}
export type Client = ReturnType<typeof createClient>

/** Asks again until it is so. */
export async function until(isSo: () => Promise<boolean>, pauseMs = 50): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, pauseMs))
}
