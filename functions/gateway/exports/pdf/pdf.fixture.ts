import { tmpdir } from 'node:os'
import pLimit from 'p-limit'
import { digestOf } from '../../../shared/events/contract/digest.ts'
import { createLogger } from '../../../shared/process/logger.ts'
import { settings } from '../../../shared/settings/env.ts'
import type { StoredPageWithWords } from '../../../shared/store/values/stored.ts'
import { createByteBudget } from '../../uploads/buffer/byte-budget.ts'
import { exampleExported, examplePage, joined } from '../exported.fixture.ts'
import { createOpenOriginals } from './originals.ts'
import { toPdf } from './to-pdf.ts'

/** Buffers of pictures that a PDF cannot hold as they are. */
export const bufferDeps = {
  settings: settings.parse({}),
  budget: createByteBudget(10_000_000),
  uploadsFolder: tmpdir(),
  freeBytes: async () => null,
  limitPdfs: pLimit(1),
  logger: createLogger('gateway', 'silent'),
}

/**
 * The PDF of these originals, in pieces as a store reads them, and pages; with `originalPages`, of these pages of the
 * first original.
 */
export async function pdfOf(
  images: Uint8Array[],
  pages: StoredPageWithWords[],
  originalPages: number[] = [],
): Promise<Buffer> {
  const piece = 1000
  const openOriginals = createOpenOriginals({
    ...bufferDeps,
    store: {
      async original(_, page) {
        const originalPage = originalPages[page - 1] ?? null
        const image = images[originalPage === null ? page - 1 : 0] ?? new Uint8Array()
        return {
          ...{ mediaType: 'image/any', bytes: image.byteLength, digest: digestOf(image) },
          originalPage,
          async *read(from = 0, to = image.byteLength) {
            for (let at = from; at < to; at += piece)
              yield image.slice(at, Math.min(at + piece, to))
          },
        }
      },
    },
  })
  return joined(toPdf(exampleExported(pages), openOriginals('id', new AbortController().signal)))
}

/** The PDF of one picture without words, whose size as displayed is given. */
export async function pdfOfPicture(
  image: Uint8Array,
  width: number,
  height: number,
): Promise<Buffer> {
  return pdfOf([image], [examplePage({ text: '', words: [], width, height })])
}

/** Text without what readers add: white space, marks of direction; equivalent characters are the same. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Of the areas of two rectangles, the share that both have. */
export function overlap(a: number[], b: number[]): number {
  const [al = 0, at = 0, ar = 0, ab = 0] = a
  const [bl = 0, bt = 0, br = 0, bb = 0] = b
  const [width, height] = [Math.min(ar, br) - Math.max(al, bl), Math.min(ab, bb) - Math.max(at, bt)]
  if (width <= 0 || height <= 0) return 0
  const both = width * height
  return both / ((ar - al) * (ab - at) + (br - bl) * (bb - bt) - both)
}
