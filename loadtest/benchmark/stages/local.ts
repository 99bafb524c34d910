import { readFile } from 'node:fs/promises'
import { replicasAre } from '../../scale/sleeping-system.ts'
import { openGlyphflow } from '../../system/glyphflow.ts'
import type { Benchmark } from './stage.ts'

/** Real images on this machine; the work of a replica is its CPU time. */
export async function localBenchmark(paths: string[]): Promise<Benchmark> {
  const images = await Promise.all(paths.map((path) => readFile(path)))
  return {
    pagesMs: null,
    images,
    warmUp: images.slice(0, 8),
    async open(replicas) {
      const ocr = { 'min-scale': replicas, 'max-scale': replicas }
      const { client, stop } = await openGlyphflow(() => ({}), { ocr })
      await replicasAre(client, 'ocr', replicas)
      return {
        client,
        async workMs() {
          const { services } = await client.system()
          const found = services?.find(({ name }) => name === 'ocr')?.processes ?? []
          return new Map(found.map(({ pid, cpuSeconds }) => [`${pid}`, 1000 * (cpuSeconds ?? 0)]))
        },
        close: stop,
      }
    },
  }
}
