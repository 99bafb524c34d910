import { expect, test } from 'vitest'
import { drawTree, type Gap, gapsOf } from './trace.ts'
import { tracedGlyphflow } from './traces.contract.ts'

const start = tracedGlyphflow()

/** What a page does shows in each trace; what the machine does beside it, in some. */
const maxPages = 20

test('no part of a page takes 5 ms without a span', async () => {
  const { glyphflow, tracePage, read } = await start()
  let found: { gaps: Gap[]; tree: string } | undefined

  for (let pages = 0; pages < maxPages && found?.gaps.length !== 0; pages += 1) {
    const { spans } = await tracePage(() => read('label-jam.jpg'))
    const gaps = gapsOf(spans, 5)
    if (gaps.length < (found?.gaps.length ?? Number.POSITIVE_INFINITY)) {
      found = { gaps, tree: drawTree(spans) }
    }
  }
  await glyphflow.stop()

  expect(found).toEqual({ gaps: [], tree: found?.tree })
})
