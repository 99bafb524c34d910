import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { characterErrorRate } from '../../figures/score.ts'
import { createRandom } from '../../make-samples/random.ts'
import { drawStubPage, type StubPage, textOf } from '../../ocr/stub-page.ts'
import { picturesIn, truthOf } from '../../pictures.ts'
import type { Upload } from './clients.ts'

const samples = join(import.meta.dirname, '../../samples')
/** Above the error rate of the worst sample, and far below that of another sample's text. */
const maxErrorRate = 0.5

export interface UploadsOptions {
  seed: string
  pages: { stub: number; real: number }
}

/**
 * Documents of one to three pages: stub pages, one in a hundred of which always fails, with real pages spread
 * among them. One upload in five is by a client without retries.
 */
export async function drawUploads({ seed, pages: count }: UploadsOptions): Promise<Upload[]> {
  const random = createRandom(`uploads ${seed} page`)
  const pictures = await picturesIn(samples)
  const everyReal = Math.floor(count.stub / Math.max(count.real, 1))
  const pages: Upload['pages'] = []
  let real = 0
  for (let number = 1; number <= count.stub; number += 1) {
    const stub: StubPage = { kind: random() % 100 === 0 ? 'refused' : 'page', number }
    const expected = stub.kind === 'refused' ? { failed: 'gave-up' } : { text: textOf(stub) }
    pages.push({ image: drawStubPage(stub), expected })
    if (real < count.real && number % everyReal === 0) {
      const picture = pictures[random() % pictures.length] ?? ''
      pages.push({ image: readFileSync(picture), expected: { sample: basename(picture) } })
      real += 1
    }
  }
  const uploads: Upload[] = []
  while (pages.length > 0) {
    const key = `page-${String(uploads.length + 1).padStart(6, '0')}.png`
    uploads.push({ key, retries: random() % 5 !== 0, pages: pages.splice(0, 1 + (random() % 3)) })
  }
  return uploads
}

/** Splits items into `count` lists of about equal length. */
export function inShares<T>(items: T[], count: number): T[][] {
  const at = (index: number) => Math.round((index * items.length) / count)
  return Array.from({ length: count }, (_, index) => items.slice(at(index), at(index + 1)))
}

/** Returns a check whether a recognised text matches a sample's, within the error rate. */
export async function sampleTexts(): Promise<(sample: string, text: string) => boolean> {
  const truths = new Map<string, string>()
  for (const picture of await picturesIn(samples)) {
    truths.set(basename(picture), await truthOf(picture))
  }
  return (sample, text) => characterErrorRate(text, truths.get(sample) ?? '') < maxErrorRate
}
