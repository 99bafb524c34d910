import { digestOf } from '../../../../shared/events/contract/digest.ts'
import { openPdf, type RenderedPage } from '../../../../shared/pdf/open-pdf.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { pageOf, word } from '../../exported.fixture.ts'
import type { Rectangle, SeenText } from '../readers.fixture.ts'
import { fileOf } from './original.fixture.ts'

/** Words that the two marks of an example page stand for. */
export const texts = ['Harbour', 'office'] as const

export async function rendered(pdf: Buffer): Promise<RenderedPage[]> {
  const document = await openPdf({ read: fileOf(pdf).read, length: pdf.length })
  const pages: RenderedPage[] = []
  for (let page = 1; page <= document.pageCount; page += 1) pages.push(await document.render(page))
  document.close()
  return pages
}

export const digests = (pages: RenderedPage[]) => pages.map(({ data }) => digestOf(data))

/** Box of what is black between two columns of px. */
function blackBox({ data, channels, width, height }: RenderedPage, from: number, to: number) {
  const box: [number, number, number, number] = [width, height, 0, 0]
  for (let y = 0; y < height; y += 1) {
    for (let x = from; x < to; x += 1) {
      if ((data[(y * width + x) * channels] ?? 255) > 128) continue
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x + 1)
      box[3] = Math.max(box[3], y + 1)
    }
  }
  return box
}

/** A page read as the words that its two marks stand for, in px as it is shown. */
export function readOf(page: RenderedPage): StoredPageWithWords {
  const { width, height } = page
  const middle = Math.round(width / 2)
  const words = [
    word(texts[0], ...blackBox(page, 0, middle)),
    word(texts[1], ...blackBox(page, middle, width)),
  ]
  return pageOf([words], { width, height })
}

/** Box of a word among the characters or words that a reader sees. */
export function boxOf(seen: SeenText[], text: string): Rectangle {
  const all = seen.map((each) => each.text.trim())
  const start = all.join('').indexOf(text)
  let at = 0
  const boxes = seen.flatMap(({ box }, index) => {
    const [begins, ends] = [at, at + (all[index]?.length ?? 0)]
    at = ends
    return ends > begins && begins >= start && ends <= start + text.length ? [box] : []
  })
  const side = (index: number, pick: (...values: number[]) => number) =>
    pick(...boxes.map((box) => box[index] ?? 0))
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)]
}
