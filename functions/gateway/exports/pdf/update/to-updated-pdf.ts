import { textLayerEngine } from '../../../../shared/events/recognition.ts'
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
  { document, pages }: Exported,
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
      if (!node || page.engine === textLayerEngine) continue
      for await (const bytes of writeLayer(deps, node, page)) {
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
