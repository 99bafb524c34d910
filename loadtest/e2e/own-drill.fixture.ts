import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { Accepted, Redriven } from '../../functions/shared/http/api.ts'
import { System } from '../../functions/shared/http/system-api.ts'
import { type DrillSystem, startSystem } from '../drill/stage/system.ts'
import { prepareWorkspace, type StubChanges } from '../drill/stage/workspace.ts'
import { readEndState } from '../drill/verdict/end-state.ts'
import { writeControl } from '../ocr/stub/control.ts'
import { readDeliveries } from '../ocr/stub/delivery-journal.ts'
import { drawStubPage, type StubPage } from '../ocr/stub-page.ts'
import { postImages, temporaryFolder, until } from '../system/glyphflow.ts'

const preload = new URL('./kill-points.ts', import.meta.url).href

/**
 * Sends pages again soon after a kill. An append that takes over half of it is made twice, and a page then has the
 * deliveries of two records.
 */
export const sendAgainSoon = { UNAPPENDED_AFTER_MS: '1000' }

/** A system for each test, with the ocr stub; its runtime is restarted whenever it ends. */
export function ownDrill(changes: StubChanges) {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let workspace: ReturnType<typeof prepareWorkspace>
  let system: DrillSystem | undefined

  beforeEach(async () => {
    folder = await temporaryFolder()
    workspace = prepareWorkspace(folder.path, changes)
  })
  afterEach(async () => {
    system?.kill()
    system = undefined
    await folder.remove()
  })

  return {
    workspace: () => workspace,
    path: (name: string) => join(folder.path, name),
    async start(env: Record<string, string> = {}, under: string[] = []): Promise<DrillSystem> {
      const settings = { ...workspace.env, ...env }
      system = await startSystem({ dataDir: workspace.dataDir, env: settings, under })
      return system
    },
    /** Settings that kill one process when it reaches the point for the n-th time. */
    killAt: (point: string, time = 1) => ({
      ...sendAgainSoon,
      NODE_OPTIONS: `--import=${preload}`,
      KILL_POINT: point,
      KILL_AT: `${time}`,
      KILL_MARK: join(folder.path, 'killed'),
    }),
    /** Name of the process killed at the point; null before. */
    killed() {
      const mark = join(folder.path, 'killed')
      return existsSync(mark) ? readFileSync(mark, 'utf8') : null
    },
    deliveries: () => readDeliveries(workspace.deliveries),
    answerDeliveries: (misbehaviour: Parameters<typeof writeControl>[1]['misbehaviour']) =>
      writeControl(workspace.control, { misbehaviour, oneOf: 1 }),
  }
}

/** Retries a request until the status is below 500; resolves with the body. */
export async function insist(request: () => Promise<Response>): Promise<unknown> {
  let body: unknown
  await until(async () => {
    const response = await request().catch(() => null)
    if (response === null || response.status >= 500) return false
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    body = await response.json()
    return true
  })
  return body
}

/** Uploads with an Idempotency-Key and retries; resolves with the document's id. */
export async function uploadStubs(url: string, key: string, pages: StubPage[]): Promise<string> {
  return uploadImages(url, key, pages.map(drawStubPage))
}

/** Uploads documents of one page each; resolves with their lines of `endStateOf`. */
export async function uploadMany(url: string, count: number): Promise<string[]> {
  for (let number = 1; number <= count; number += 1) {
    await uploadStubs(url, `${number}.png`, [{ kind: 'page', number }])
  }
  return Array.from({ length: count }, (_, at) => `${at + 1}.png 1: page ${at + 1}`).sort()
}

export async function uploadImages(
  url: string,
  key: string,
  images: Uint8Array[],
): Promise<string> {
  const headers = { 'idempotency-key': key }
  const body = await insist(() => postImages(url, images, { name: key, headers }))
  return Accepted.parse(body).id
}

/** Resolves when the queue is empty. */
export async function atRest(url: string): Promise<void> {
  await until(async () => (await systemOf(url)).queuedPages === 0)
}

export async function systemOf(url: string): Promise<System> {
  return System.parse(await insist(() => fetch(`${url}/v1/system`)))
}

export async function redrive(url: string, id: string): Promise<number> {
  const body = await insist(() => fetch(`${url}/v1/documents/${id}/redrive`, { method: 'POST' }))
  return Redriven.parse(body).redrivenPages
}

/** All documents' pages, one line each, and ends that were announced repeatedly. */
export async function endStateOf(url: string) {
  const { documents, feed } = await readEndState(url)
  const pages = documents.flatMap(({ filename, pages }) =>
    pages.map(({ page, text, error }) => `${filename} ${page}: ${text ?? error?.code}`),
  )
  const ends = feed.flatMap((change) =>
    change.kind === 'page' && change.status !== 'queued'
      ? [`${change.id} ${change.page} ${change.try} ${change.status}`]
      : [],
  )
  return { pages: pages.sort(), repeatedEnds: ends.filter((end, at) => ends.indexOf(end) !== at) }
}
