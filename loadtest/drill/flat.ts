import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { print } from '../command-line.ts'
import { drawStubPage } from '../ocr/stub-page.ts'
import { createClient, until, uploadImages } from '../system/glyphflow.ts'
import type { Options } from './options.ts'
import { type DrillSystem, startSystem } from './stage/system.ts'
import { prepareWorkspace } from './stage/workspace.ts'

/** Runs without faults; the exit code is 0 if the log does not outgrow the data it has to keep. */
export async function flatCommand({ pages = 100_000 }: Options): Promise<number> {
  let isFlat = true
  for (const deletes of [false, true]) {
    print(deletes ? 'documents are deleted' : 'documents stay')
    isFlat = (await runFlat({ pages, deletes })) && isFlat
  }
  print(isFlat ? 'The log is flat.' : 'The log grows.')
  return isFlat ? 0 : 1
}

interface FlatOptions {
  pages: number
  /** Whether finished documents are deleted. */
  deletes: boolean
}

/** Sizes in bytes, each including the journal. */
interface Sizes {
  store: number
  log: number
  folder: number
}

const pagesOfDocument = 20
const maxQueued = 1000
const samples = 10

/**
 * Uploads stub pages without faults and prints ten samples of the sizes; true if the log did not grow in the second
 * half.
 */
async function runFlat({ pages, deletes }: FlatOptions): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'glyphflow-flat-'))
  const { env, dataDir } = prepareWorkspace(folder)
  const system = await startSystem({ dataDir, env })
  const logSizes: number[] = []
  try {
    let documents: string[] = []
    for (let sample = 1; sample <= samples; sample += 1) {
      const until = Math.round((pages * sample) / samples)
      const from = Math.round((pages * (sample - 1)) / samples)
      for (let first = from; first < until; first += pagesOfDocument) {
        documents.push(await upload(system.url, first, Math.min(pagesOfDocument, until - first)))
        await queueIsBelow(system, maxQueued)
      }
      await queueIsBelow(system, 1)
      if (deletes) for (const id of documents) await remove(system.url, id)
      documents = []
      const sizes = sizesIn(dataDir)
      logSizes.push(sizes.log)
      print(`${String(until).padStart(8)} pages  ${toLine(sizes)}`)
    }
    await system.stop()
  } finally {
    system.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 })
  }
  // Maxima, because an idle log is briefly small.
  const half = samples / 2
  return Math.max(...logSizes.slice(half)) <= 1.25 * Math.max(...logSizes.slice(0, half))
}

function upload(url: string, first: number, count: number): Promise<string> {
  const numbers = Array.from({ length: count }, (_, index) => first + index)
  return uploadImages(
    url,
    numbers.map((number) => drawStubPage({ kind: 'page', number })),
  )
}

async function remove(url: string, id: string): Promise<void> {
  const { status } = await fetch(`${url}/v1/documents/${id}`, { method: 'DELETE' })
  if (status !== 204) throw new Error(`Expected DELETE to answer 204, got ${status}`)
}

function queueIsBelow({ url }: DrillSystem, count: number): Promise<void> {
  return until(async () => (await createClient(url).system()).queuedPages < count, {
    maxMs: 600_000,
  })
}

function sizesIn(folder: string): Sizes {
  const sizes = { store: 0, log: 0, folder: 0 }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const { size } = statSync(join(entry.parentPath, entry.name))
    sizes.folder += size
    if (entry.name.startsWith('store.sqlite')) sizes.store += size
    if (entry.name.startsWith('log.sqlite')) sizes.log += size
  }
  return sizes
}

function toLine(sizes: Sizes): string {
  const cells = Object.entries(sizes).map(
    ([name, bytes]) => `${name} ${(bytes / 1024 / 1024).toFixed(1).padStart(7)} MiB`,
  )
  return cells.join('   ')
}
