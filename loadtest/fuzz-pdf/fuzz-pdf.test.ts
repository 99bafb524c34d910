import { expect, test } from 'vitest'
import {
  exampleObjects,
  examplePages,
} from '../../functions/gateway/exports/pdf/update/example-pages.fixture.ts'
import { openUpdatable } from '../../functions/gateway/exports/pdf/update/open-updatable.ts'
import { originalOf } from '../../functions/gateway/exports/pdf/update/original.fixture.ts'
import { writers } from '../../functions/gateway/exports/pdf/update/structure/structures.fixture.ts'
import { createRandom } from '../make-samples/random.ts'
import { mutate } from './mutate.ts'
import { tryPdf } from './try-pdf.ts'

const good = Object.values(writers).map((write) => write(exampleObjects()))

/** Broken copies of good PDFs, the same in each run. */
function* brokenPdfs(count: number) {
  for (let number = 0; number < count; number += 1) {
    const random = createRandom(`test ${number}`)
    yield mutate(good[random() % good.length] ?? Buffer.alloc(0), random)
  }
}

/** Most of them are repaired by being written anew, which is refused here. */
const refusals = [expect.objectContaining({ code: 'unsupported-pdf' })]

test('Of 400 broken PDFs each is updated or refused', async () => {
  const outcomes = { updated: 0, refused: 0 }
  for (const { pdf, how } of brokenPdfs(400)) {
    const fault = await openUpdatable(originalOf(pdf), examplePages.length).then(
      () => null,
      (error) => error,
    )
    if (fault !== null) expect([fault], how).toEqual(refusals)
    outcomes[fault === null ? 'updated' : 'refused'] += 1
  }

  expect(outcomes.updated).toBeGreaterThan(10)
  expect(outcomes.refused).toBeGreaterThan(100)
})

test('Of 20 broken PDFs each is shown, or has a fault', async () => {
  for (const { pdf, how } of brokenPdfs(20)) {
    const { isExpected, how: outcome } = await tryPdf(pdf, 2000)

    expect(isExpected, `${how}: ${outcome}`).toBe(true)
  }
})
