import { textLayerEngine } from '../../../../shared/events/contract/recognition.ts'
import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import type { Codes } from '../font/codes.ts'
import type { Objects, Ref } from '../objects.ts'
import { textLayer } from '../words/text-layer.ts'
import { type AddedFont, addFont } from './add-font.ts'
import { fromPixels, type Node, type PageNode } from './pages.ts'
import type { Structure } from './structure/structure.ts'
import { type Value, withEntry } from './structure/values.ts'

export interface LayerDeps {
  planLayer: PlanLayer
  objects: Objects
  codes: Codes
  /** Objects of the original that were written anew. */
  changed: Set<Ref>
}

/** What has to be known of a page to add a text layer. Throws StructureError. */
export type PlanLayer = (page: PageNode) => Promise<{ added: AddedFont; contents: string[] }>

/** Plans the layers of a document's pages, whose words are in the font. */
export function createPlanLayer(structure: Structure, font: Ref): PlanLayer {
  // Pages that follow each other mostly inherit the same resources, which may be large.
  let latest: { owner: Node; added: AddedFont } | undefined

  async function addedTo(page: PageNode): Promise<AddedFont> {
    const owner = page.resourcesIn
    if (latest && latest.owner === owner) return latest.added
    const added = await addFont(structure, page, font)
    latest = owner === null ? undefined : { owner, added }
    return added
  }

  return async (page) => ({
    added: await addedTo(page),
    contents: await contentsOf(structure, page),
  })
}

/**
 * Adds the words of a page before its content, where nothing has changed the state of graphics yet: a content may end
 * in another state than it began. A page whose own text was taken gets the words that are corrected. Nothing is added
 * if there are no such words, or the page is an earlier one again.
 */
export async function* writeLayer(
  { planLayer, objects, codes, changed }: LayerDeps,
  page: PageNode,
  read: StoredPageWithWords,
): AsyncGenerator<Uint8Array> {
  if (changed.has(page.number)) return
  const { added, contents } = await planLayer(page)
  const which = read.engine === textLayerEngine ? 'corrected' : 'all'
  const words = textLayer(read, { codes, font: added.name, which })
  if (words.length === 0) return
  const layer = objects.reserve()
  const matrix = fromPixels(page, read).map(decimal).join(' ')
  const operators = [Buffer.from(`q ${matrix} cm\n`), words, Buffer.from('Q\n')]
  yield objects.deflated(layer, '', Buffer.concat(operators))
  for (const { number, generation, dictionary } of changedNodes(page, added, layer, contents)) {
    if (changed.has(number)) continue
    changed.add(number)
    yield objects.object(number, dictionary.raw, generation)
  }
}

/** The page, and the object that holds its fonts, with the layer. */
function changedNodes(page: PageNode, { holder }: AddedFont, layer: Ref, contents: string[]) {
  const isHolder = holder.number === page.number
  const { dictionary } = isHolder ? holder : page
  const items = [`${layer} 0 R`, ...contents].join(' ')
  const changed: Node = { ...page, dictionary: withEntry(dictionary, 'Contents', `[${items}]`) }
  return isHolder ? [changed] : [changed, holder]
}

/** References to the streams of a page's content. */
async function contentsOf({ resolve }: Structure, { dictionary }: PageNode): Promise<string[]> {
  const value = dictionary.entries.get('Contents')
  const found: Value = await resolve(value)
  if (found.kind === 'array') return found.items.map(({ raw }) => raw)
  return value === undefined || found.kind === 'null' ? [] : [value.raw]
}

/** Number of a PDF, which has no exponent. */
function decimal(value: number): string {
  return value.toFixed(8).replace(/\.?0+$/, '')
}
