import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createRandom } from '../../make-samples/random.ts'
import { picturesIn, truthOf } from '../../pictures.ts'
import { characterErrorRate } from '../../score.ts'
import { drawStubPage, type StubPage, textOf } from '../stub/stub-page.ts'
import type { Upload } from './clients.ts'

const samples = join(import.meta.dirname, '../../samples')
/** More than the worst sample is read with, and much less than what another one's text would be. */
const maxErrorRate = 0.5

export interface UploadsOptions {
  seed: string
  stubPages: number
  realPages: number
  /** Goes into every key, so that several lists of one run are told apart. */
  name: string
}

/**
 * Documents of one to three pages: stub pages, one in a hundred of which is never to be read, and real
 * ones spread among them. Of five uploads one is of a client that never retries.
 */
export async function drawUploads(options: UploadsOptions): Promise<Upload[]> {
  const { seed, stubPages, realPages, name } = options
  const random = createRandom(`uploads ${seed} ${name}`)
  const pictures = await picturesIn(samples)
  const everyReal = Math.floor(stubPages / Math.max(realPages, 1))
  const pages: Upload['pages'] = []
  let real = 0
  for (let number = 1; number <= stubPages; number += 1) {
    const stub: StubPage = { kind: random() % 100 === 0 ? 'refused' : 'page', number }
    const expected = stub.kind === 'refused' ? { failed: 'gave-up' } : { text: textOf(stub) }
    pages.push({ image: drawStubPage(stub), expected })
    if (real < realPages && number % everyReal === 0) {
      const picture = pictures[random() % pictures.length] ?? ''
      pages.push({ image: readFileSync(picture), expected: { sample: basename(picture) } })
      real += 1
    }
  }
  const uploads: Upload[] = []
  while (pages.length > 0) {
    const key = `${name}-${String(uploads.length + 1).padStart(6, '0')}.png`
    uploads.push({ key, retries: random() % 5 !== 0, pages: pages.splice(0, 1 + (random() % 3)) })
  }
  return uploads
}

/** Whether what was read is a sample's text, as well as it can be read. */
export async function sampleTexts(): Promise<(sample: string, text: string) => boolean> {
  const truths = new Map<string, string>()
  for (const picture of await picturesIn(samples)) {
    truths.set(basename(picture), await truthOf(picture))
  }
  return (sample, text) => characterErrorRate(text, truths.get(sample) ?? '') < maxErrorRate
}
