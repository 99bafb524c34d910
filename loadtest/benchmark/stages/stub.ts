import { drawStubPage } from '../../ocr/stub-page.ts'
import { drawPageTimes } from '../../scale/measure/page-times.ts'
import { replicasAre, startSleeping } from '../../scale/sleeping-system.ts'
import type { Benchmark } from './stage.ts'

/** Images that are not read: a replica sleeps for as long as a page may take, so that many fit on few cores. */
export function stubBenchmark(seed: string, count: number, medianMs: number): Benchmark {
  const pagesMs = drawPageTimes(seed, count, medianMs)
  const draw = (number: number) => drawStubPage({ kind: 'page', number })
  return {
    pagesMs,
    images: pagesMs.map(draw),
    warmUp: Array.from({ length: 50 }, () => draw(20)),
    async open(replicas) {
      const ocr = { 'min-scale': replicas, 'max-scale': replicas }
      const system = await startSleeping({ ocr, results: { 'min-scale': 1 } })
      await replicasAre(system.client, 'ocr', replicas)
      return {
        client: system.client,
        async workMs() {
          const { visits, lives } = await system.journal()
          const work = new Map(lives.map(({ pid }) => [`${pid}`, 0]))
          for (const { pid, fromMs, toMs } of visits) {
            work.set(`${pid}`, (work.get(`${pid}`) ?? 0) + toMs - fromMs)
          }
          return work
        },
        close: system.stop,
      }
    },
  }
}
