import { join } from 'node:path'
import { englishData } from '../../english.ts'
import { percentile } from '../../percentile.ts'
import { toTable } from '../measure/table.ts'
import { type ColdStart, partNames, toParts } from './parts.ts'
import { startSleepy } from './sleepy-system.ts'

export interface ColdStartOptions {
  print: (line: string) => void
  times: number
}

const smallPage = join(import.meta.dirname, '../../samples/label-jam.jpg')

/** From no replica of ocr and results to a small page's text, with npm's model and with the machine's own. */
export async function runColdStart({ print, times }: ColdStartOptions) {
  const hasOwn = englishData().model === 'system'
  const models = hasOwn ? (['npm', 'system'] as const) : (['npm'] as const)
  print(`From no replica to a small page's text, ${times} times`)
  if (!hasOwn) print('  The machine has no language data of its own: npm’s alone.')
  const systems = await Promise.all(
    models.map(async (model) => ({
      model,
      starts: [] as ColdStart[],
      ...(await startSleepy(model)),
    })),
  )
  try {
    // Fills the compile cache, as the first page after an installation does.
    for (const { read } of systems) await read(smallPage)
    for (let time = 0; time < times; time += 1) {
      await Promise.all(systems.map(({ asleep }) => asleep()))
      for (const { starts, read } of systems) starts.push(await read(smallPage))
    }
  } finally {
    await Promise.all(systems.map(({ stop }) => stop()))
  }
  const columns = systems.flatMap(({ starts }) => {
    const parts = starts.map(toParts)
    const totals = starts.map(({ fromMs, toMs }) => toMs - fromMs)
    const figures = (share: number) =>
      [...partNames.map((name) => parts.map((each) => each.get(name) ?? 0)), totals].map((values) =>
        percentile(values, share).toFixed(0),
      )
    return [figures(0.5), figures(0.95)]
  })
  const rows = [...partNames, 'all'].map((name, row) => [
    name,
    ...columns.map((column) => column[row] ?? ''),
  ])
  const headings = models.flatMap((model) => [`${model} model, p50 ms`, 'p95'])
  print(toTable(['part', ...headings], rows))
}
