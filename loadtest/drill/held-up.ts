import { setTimeout as pause } from 'node:timers/promises'
import { createClient, temporaryFolder } from '../glyphflow.ts'
import { drawStubPage } from './stub-page.ts'
import { startSystem } from './system.ts'
import { prepareWorkspace } from './workspace.ts'

export interface HeldUpOptions {
  /** Real pages that are read beside one that ends its replica each time. */
  pages: number
  rounds: number
  print: (line: string) => void
}

/**
 * How much longer the other pages take when one among them ends its replica at every attempt: with and
 * without it in turns, as a ratio; the median of the rounds.
 */
export async function measureHeldUp({ pages, rounds, print }: HeldUpOptions): Promise<number> {
  const ratios: number[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const without = await timeOf(pages, false)
    const withKiller = await timeOf(pages, true)
    ratios.push(withKiller / without)
    print(
      `round ${round}: ${pages} pages in ${without.toFixed(1)} s, beside one that ends its ` +
        `replica ${withKiller.toFixed(1)} s: ${(withKiller / without).toFixed(3)}`,
    )
  }
  return ratios.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}

/** Seconds until all pages but the killer have ended. */
async function timeOf(pages: number, withKiller: boolean): Promise<number> {
  const folder = await temporaryFolder()
  const { env, dataDir } = prepareWorkspace(folder.path)
  const system = await startSystem({ dataDir, env })
  const client = createClient(system.url)
  try {
    const startedAt = performance.now()
    if (withKiller) await uploadKiller(system.url)
    await client.samples(pages, 1)
    const left = withKiller ? 1 : 0
    while ((await client.list('status=done&limit=1')).documents.length === 0) await pause(50)
    while ((await client.system()).queuedPages > left) await pause(50)
    const seconds = (performance.now() - startedAt) / 1000
    await system.stop()
    return seconds
  } finally {
    system.kill()
    await folder.remove()
  }
}

async function uploadKiller(url: string): Promise<void> {
  const form = new FormData()
  const image = drawStubPage({ kind: 'killer', number: 1 })
  form.append('image', new Blob([new Uint8Array(image)]), 'killer.png')
  const { status } = await fetch(`${url}/v1/documents`, { method: 'POST', body: form })
  if (status !== 202) throw new Error(`Expected 202 for the killer, got ${status}`)
}
