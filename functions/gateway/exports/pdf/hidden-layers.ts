import type { PdfFile } from './update/structure/file-reader.ts'
import { openStructure } from './update/structure/structure.ts'
import { dictionaryOf } from './update/structure/values.ts'

/** About 1 s. */
const maxWork = 1_000_000

/**
 * Whether a PDF has layers that are not shown: ISO 32000-1, 8.11.4. Without the list of them, which is not on a page,
 * they would be. Throws StructureError for a file that is broken or encrypted.
 */
export async function hasHiddenLayers(file: PdfFile): Promise<boolean> {
  const { resolve, trailer } = await openStructure(file, maxWork)
  const catalog = dictionaryOf(await resolve(trailer.entries.get('Root')))
  const layers = dictionaryOf(await resolve(catalog?.entries.get('OCProperties')))
  const shown = dictionaryOf(await resolve(layers?.entries.get('D')))
  const off = await resolve(shown?.entries.get('OFF'))
  const others = await resolve(shown?.entries.get('BaseState'))
  const isAnyOff = off.kind === 'array' && off.items.length > 0
  return isAnyOff || (others.kind === 'name' && others.name === 'OFF')
}
