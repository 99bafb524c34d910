import { textLayerEngine } from '../../../../shared/events/contract/recognition.ts'
import type { StoredPageWithWords, StoredWord } from '../../../../shared/store/values/stored.ts'
import type { Exported } from '../../exported.ts'
import { fileId } from '../file-id.ts'
import { createCodes } from '../font/codes.ts'
import { writeFont } from '../font/font.ts'
import { createObjects } from '../objects.ts'
import { endUpdate } from './end-update.ts'
import { type OriginalPdf, openUpdatable } from './open-updatable.ts'
import { pagesOf } from './pages.ts'
import { createPlanLayer, writeLayer } from './write-layer.ts'

/**
 * The document as a searchable PDF: the bytes of its PDF unchanged, and after them an incremental update that adds the
 * words to its pages. Throws what `openUpdatable` throws.
 */
export async function* toUpdatedPdf(
  { document, pages, recognized }: Exported,
  original: OriginalPdf,
): AsyncGenerator<Uint8Array> {
  const { file, structure, close } = await openUpdatable(original, document.pages.length)
  try {
    const objects = createObjects({ free: structure.free, length: file.bytes - structure.junk })
    const codes = createCodes()
    const font = objects.reserve()
    const planLayer = createPlanLayer(structure, font)
    const deps = { planLayer, objects, codes, changed: new Set<number>() }
    yield* file.read()
    const nodes = pagesOf(structure)
    objects.between('\n')
    let isChanged = false
    for await (const page of pages()) {
      const { value: node } = await nodes.next()
      if (!node) continue
      const read = page.engine === textLayerEngine ? await withChanges(page, recognized) : page
      if (read === null) continue
      for await (const bytes of writeLayer(deps, node, read)) {
        if (!isChanged) yield Buffer.from('\n')
        isChanged = true
        yield bytes
      }
    }
    if (!isChanged) return
    yield* writeFont(objects, font, codes)
    yield endUpdate(objects, structure, fileId(document.id))
  } finally {
    await close()
  }
}

/**
 * A page whose own text was taken, with only those words marked as corrected that differ from it: a word that was put
 * back is in the file already. Null if there are none.
 */
async function withChanges(
  page: StoredPageWithWords,
  recognized: Exported['recognized'],
): Promise<StoredPageWithWords | null> {
  if (!page.words.some(({ corrected }) => corrected)) return null
  const own = (await recognized(page.page))?.words ?? []
  const isOwn = ({ text, box }: StoredWord, index: number) =>
    own[index]?.text === text && String(own[index].box) === String(box)
  const words = page.words.map((word, index) =>
    word.corrected && isOwn(word, index) ? { ...word, corrected: false } : word,
  )
  return { ...page, words }
}
