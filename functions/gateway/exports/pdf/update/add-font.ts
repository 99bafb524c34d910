import type { Ref } from '../objects.ts'
import type { Node, PageNode } from './pages.ts'
import type { Structure } from './structure/structure.ts'
import {
  type Dictionary,
  dictionaryOf,
  nullValue,
  StructureError,
  type Value,
  withEntry,
} from './structure/values.ts'

export interface AddedFont {
  /** Name of the font in the page's content. */
  name: string
  /** The object that has to be written anew for it: the page itself, or one that others may have in common. */
  holder: Node
}

/**
 * Adds a font to the resources of a page, in the object that holds its fonts: the page, a node above it, its resources,
 * or the fonts of these. Throws StructureError.
 */
export async function addFont(
  { referred }: Structure,
  page: PageNode,
  font: Ref,
): Promise<AddedFont> {
  /** The dictionary, an empty one if there is none, and the object that it is, if it is one. */
  async function dictionaryIn(value: Value = nullValue) {
    const object = await referred(value)
    const found = object?.value ?? value
    if (found.kind === 'null') return { dictionary: emptyDictionary, shared: null }
    const dictionary = dictionaryOf(found)
    // Another one in its place would take away what readers may still find in it.
    if (!dictionary) throw new StructureError('Expected a dictionary of resources')
    return { dictionary, shared: object }
  }

  const owner = page.resourcesIn
  if (owner === null) {
    const added = withEntry(page.dictionary, 'Resources', `<</Font<</F ${font} 0 R>>>>`)
    return { name: 'F', holder: { ...page, dictionary: added } }
  }
  const resources = await dictionaryIn(owner.dictionary.entries.get('Resources'))
  const fonts = await dictionaryIn(resources.dictionary.entries.get('Font'))
  const name = freeName(fonts.dictionary)
  const more = withEntry(fonts.dictionary, name, `${font} 0 R`)
  if (fonts.shared) return { name, holder: { ...fonts.shared, dictionary: more } }

  const extended = withEntry(resources.dictionary, 'Font', more.raw)
  if (resources.shared) return { name, holder: { ...resources.shared, dictionary: extended } }
  const dictionary = withEntry(owner.dictionary, 'Resources', extended.raw)
  return { name, holder: { ...owner, dictionary } }
}

const emptyDictionary: Dictionary = { kind: 'dictionary', entries: new Map(), raw: '<<>>' }

function freeName({ entries }: Dictionary): string {
  let name = 'F'
  for (let count = 0; entries.has(name); count += 1) name = `F${count}`
  return name
}
