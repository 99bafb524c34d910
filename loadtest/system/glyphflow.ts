import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { z } from 'zod'
import {
  Accepted,
  Document,
  DocumentList,
  SamplesAccepted,
} from '../../functions/shared/http/api.ts'
import { System } from '../../functions/shared/http/system-api.ts'
import { copyPipeline, type Scales } from './pipeline.ts'
import { spawnRuntime } from './runtime-process.ts'

export interface RunningGlyphflow {
  url: string
  child: ChildProcess
  /** Output so far, both streams. */
  output: () => string
  /** Sends SIGINT; resolves with the exit code. */
  stop: () => Promise<number | null>
}

/**
 * Starts the whole system as a process, by default on a free port; resolves when it is ready. `under` is a wrapper
 * command.
 */
export async function startGlyphflow(
  dataDir: string,
  env: Record<string, string> = {},
  under: string[] = [],
): Promise<RunningGlyphflow> {
  const runtime = spawnRuntime({ dataDir, env: { PORT: '0', ...env }, under })
  const url = await runtime.ready.catch(() => {
    throw new Error(`Glyphflow ended before it was ready:\n${runtime.output()}`)
  })
  return { ...runtime, url }
}

/** Temporary folder for the data of one run. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'glyphflow-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 20 }) }
}

/**
 * Starts Glyphflow with a temporary folder, which `stop` removes; annotations in `scales` override the pipeline's.
 * `env` may use paths in the folder.
 */
export async function openGlyphflow(
  env: (at: (name: string) => string) => Record<string, string> = () => ({}),
  scales: Scales = {},
) {
  const folder = await temporaryFolder()
  const at = (name: string) => join(folder.path, name)
  try {
    const KNATIVE_DIR = copyPipeline(at('knative'), { scales })
    const glyphflow = await startGlyphflow(at('data'), { KNATIVE_DIR, ...env(at) })
    const { url, child } = glyphflow
    return {
      ...{ url, pid: child.pid ?? 0, client: createClient(url), at },
      async stop() {
        await glyphflow.stop()
        await folder.remove()
      },
    }
  } catch (error) {
    await folder.remove()
    throw error
  }
}

export interface PostOptions extends Pick<RequestInit, 'headers' | 'signal'> {
  /** File name of each image. */
  name?: string
}

/** Uploads pictures as one document. */
export async function postImages(
  url: string,
  images: Uint8Array[],
  { name, ...init }: PostOptions = {},
): Promise<Response> {
  const body = new FormData()
  for (const image of images) {
    const part = new Blob([new Uint8Array(image)])
    // An explicit undefined would be used as a name.
    if (name === undefined) body.append('image', part)
    else body.append('image', part, name)
  }
  return fetch(`${url}/v1/documents`, { ...init, method: 'POST', body })
}

/** Resolves with the document's id; throws if the upload is not accepted. */
export async function uploadImages(
  url: string,
  images: Uint8Array[],
  name?: string,
): Promise<string> {
  return (await answer(Accepted, await postImages(url, images, name ? { name } : {}))).id
}

async function answer<T extends z.ZodType>(schema: T, response: Response): Promise<z.infer<T>> {
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return schema.parse(await response.json())
}

/** HTTP API client for tests and measurements. */
export function createClient(url: string) {
  const get = (path: string) => fetch(`${url}${path}`)
  const post = async (picture: string, headers: Record<string, string> = {}) =>
    postImages(url, [await readFile(picture)], { name: basename(picture), headers })
  return {
    url,
    get,
    upload: async (picture: string) => answer(Accepted, await post(picture)),
    /** Uploads a picture and waits for its text. */
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

export interface UntilOptions {
  pauseMs?: number
  /** Limit of the whole wait; by default 240 s: machines are slow at times. */
  maxMs?: number
}

/** Polls until the condition is true. Throws after `maxMs`, with the caller's stack, even if the condition hangs. */
export async function until(
  isTrue: () => Promise<boolean>,
  { pauseMs = 50, maxMs = 240_000 }: UntilOptions = {},
): Promise<void> {
  const late = new Error(`Expected within ${maxMs / 1000} s: ${isTrue}`)
  Error.captureStackTrace(late, until)
  const limit = Promise.withResolvers<never>()
  const timer = setTimeout(() => limit.reject(late), maxMs)
  try {
    while (!(await Promise.race([limit.promise, isTrue()]))) await pause(pauseMs)
  } finally {
    clearTimeout(timer)
  }
}
