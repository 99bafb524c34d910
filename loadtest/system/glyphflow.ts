import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
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
  const runtime = spawnRuntime({ dataDir, env: { PORT: '0', ...env }, under })
  const url = await runtime.ready.catch(() => {
    throw new Error(`Glyphflow ended before it was ready:\n${runtime.output()}`)
  })
  return { ...runtime, url }
}

/** A folder for one run's data; `remove` takes it away. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'glyphflow-'))
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 20 }) }
}

/**
 * Starts it over a folder of its own, which goes with it; its services scaled as annotations say. `env` may have
 * files and folders there.
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
  /** File name of each. */
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
    // What is given as undefined is a name as well.
    if (name === undefined) body.append('image', part)
    else body.append('image', part, name)
  }
  return fetch(`${url}/v1/documents`, { ...init, method: 'POST', body })
}

/** Resolves with the document's id; throws where it is not accepted. */
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

/** The HTTP API, as far as checks and measurements need it. */
export function createClient(url: string) {
  const get = (path: string) => fetch(`${url}${path}`)
  const post = async (picture: string, headers: Record<string, string> = {}) =>
    postImages(url, [await readFile(picture)], { name: basename(picture), headers })
  return {
    url,
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
