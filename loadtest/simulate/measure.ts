import { availableParallelism, cpus, loadavg } from 'node:os'
import { localBenchmark } from '../benchmark/stages/local.ts'
import { pictures } from '../pictures.ts'
import { type PageTimes, toPageTimes } from './page-times.ts'

const warmUps = 3

/**
 * Reads real pictures one after the other by one replica of ocr. The work for each is the CPU time of the replica,
 * which other work on the machine changes least.
 */
export async function measurePageTimes(folder: string | undefined): Promise<PageTimes> {
  const paths = await pictures(folder)
  const stage = await (await localBenchmark(paths)).open(1)
  const cpuMs = async () => [...((await stage.workMs()) ?? new Map()).values()][0] ?? Number.NaN
  try {
    for (const path of paths.slice(0, warmUps)) await stage.client.read(path)
    const pagesMs: number[] = []
    for (const path of paths) {
      const beforeMs = await cpuMs()
      const { status } = await stage.client.read(path)
      if (status !== 'done') throw new Error(`Expected ${path} to be read, got ${status}`)
      pagesMs.push((await cpuMs()) - beforeMs)
    }
    const model = cpus()[0]?.model ?? 'unknown'
    return toPageTimes(pagesMs, {
      command: ['npm run simulate -- --measure', folder ?? []].flat().join(' '),
      machine: `${availableParallelism()} cores, ${model}, load ${loadavg()[1]?.toFixed(1)}`,
    })
  } finally {
    await stage.close()
  }
}
