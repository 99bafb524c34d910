import { setImmediate } from 'node:timers/promises'
import type { Structure } from './structure/structure.ts'
import {
  type Dictionary,
  dictionaryOf,
  nullValue,
  StructureError,
  type Value,
} from './structure/values.ts'

/** An object that is a dictionary. */
export interface Node {
  number: number
  generation: number
  dictionary: Dictionary
}

export interface PageNode extends Node {
  /** The page, or the node of the tree that it inherits its resources from; null if it has none. */
  resourcesIn: Node | null
  /** Box that readers show, in points: left, bottom, right, top. */
  box: readonly [number, number, number, number]
  /** Quarters of a turn to the right. */
  turns: 0 | 1 | 2 | 3
}

/** What a page has from the nodes above it: ISO 32000-1, 7.7.3.4 */
interface Inherited {
  /** Number of the node that has resources. */
  resourcesIn: number | null
  mediaBox: Value | undefined
  cropBox: Value | undefined
  rotate: Value | undefined
}

/** Nodes that are still to be read, by number. The values of the node above them, which may be large, are not kept. */
interface Level {
  kids: number[]
  next: number
  inherited: Inherited
}

const maxDepth = 100
const maxNodes = 100_000
const letter = [0, 0, 612, 792] as const

/**
 * Pages of a document in order, each read on demand. Before each node of the tree, other work has its turn.
 * Throws StructureError.
 */
export async function* pagesOf(structure: Structure): AsyncGenerator<PageNode> {
  const { object, resolve, trailer } = structure
  let nodes = 0
  /** Pages mostly have their resources from the same node. */
  let owner: Node | null = null

  async function nodeAt(reference: number): Promise<Node> {
    const { number, generation, value } = await object(reference)
    const dictionary = dictionaryOf(value)
    if (!dictionary) throw new StructureError('Expected a node of the tree')
    return { number, generation, dictionary }
  }

  function levelOf(kids: Value[], inherited: Inherited): Level {
    nodes += kids.length
    if (nodes > maxNodes) throw new StructureError('Tree too large')
    const numbers = kids.map((kid) => {
      if (kid.kind === 'reference') return kid.object
      throw new StructureError('Expected a node of the tree')
    })
    return { kids: numbers, next: 0, inherited }
  }

  async function pageOf(node: Node, own: Inherited): Promise<PageNode> {
    const { resourcesIn } = own
    if (resourcesIn === node.number) owner = node
    else if (resourcesIn === null) owner = null
    else if (resourcesIn !== owner?.number) owner = await nodeAt(resourcesIn)
    return { ...node, resourcesIn: owner, ...(await shownBox(structure, own)) }
  }

  async function read(number: number, inherited: Inherited): Promise<Level | PageNode> {
    const node = await nodeAt(number)
    const { entries } = node.dictionary
    const resources = entries.get('Resources') ?? nullValue
    const own: Inherited = {
      resourcesIn: resources.kind === 'null' ? inherited.resourcesIn : node.number,
      // A box that is null is that of the sheet, as PDFium shows it.
      mediaBox: brief(entries.get('MediaBox')) ?? inherited.mediaBox,
      cropBox: brief(entries.get('CropBox')) ?? inherited.cropBox,
      rotate: brief(entries.get('Rotate')) ?? inherited.rotate,
    }
    if (!entries.has('Kids')) return pageOf(node, own)
    const kids = await resolve(entries.get('Kids'))
    if (kids.kind !== 'array') throw new StructureError('Expected nodes of the tree')
    return levelOf(kids.items, own)
  }

  const catalog = dictionaryOf(await resolve(trailer.entries.get('Root')))
  const nothing = { resourcesIn: null, mediaBox: undefined, cropBox: undefined, rotate: undefined }
  const levels = [levelOf([catalog?.entries.get('Pages') ?? nullValue], nothing)]
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const number = level.kids[level.next]
    level.next += 1
    if (number === undefined) {
      levels.pop()
      continue
    }
    await setImmediate()
    const found = await read(number, level.inherited)
    if ('dictionary' in found) yield found
    else if (levels.push(found) > maxDepth) throw new StructureError('Tree too large')
  }
}

/** A number or a box, without the text that it is part of. */
function brief(value: Value | undefined): Value | undefined {
  switch (value?.kind) {
    case undefined:
      return undefined
    case 'number':
    case 'reference':
      return { ...value, raw: '' }
    case 'array': {
      const sides = value.items
        .slice(0, 4)
        .map((side) => (side.kind === 'array' ? null : brief(side)))
      return { kind: 'array', items: sides.map((side) => side ?? nullValue), raw: '' }
    }
    default:
      return nullValue
  }
}

/** The crop box within the media box, as PDFium shows it (CPDF_Page::CPDF_Page). */
async function shownBox(
  { resolve }: Structure,
  { mediaBox, cropBox, rotate }: Inherited,
): Promise<Pick<PageNode, 'box' | 'turns'>> {
  const boxOf = async (value: Value | undefined) => {
    const found = await resolve(value)
    if (found.kind !== 'array') return null
    const sides: number[] = []
    for (const item of found.items.slice(0, 4)) {
      const side = await resolve(item)
      sides.push(side.kind === 'number' ? side.value : 0)
    }
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = sides
    const box = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)] as const
    return box[0] === box[2] || box[1] === box[3] ? null : box
  }
  const media = (await boxOf(mediaBox)) ?? letter
  const crop = (await boxOf(cropBox)) ?? media
  const box = [
    Math.max(crop[0], media[0]),
    Math.max(crop[1], media[1]),
    Math.min(crop[2], media[2]),
    Math.min(crop[3], media[3]),
  ] as const
  const turn = await resolve(rotate)
  const turns = turn.kind === 'number' ? (Math.trunc(turn.value / 90) % 4) + 4 : 0
  return { box, turns: (turns % 4) as PageNode['turns'] }
}

/**
 * Matrix from the px of a page as it is shown, `width` × `height`, from its lower left corner, to the coordinates of
 * its content.
 */
export function fromPixels(
  { box: [left, bottom, right, top], turns }: Pick<PageNode, 'box' | 'turns'>,
  { width, height }: { width: number; height: number },
): number[] {
  const [across, up] = [right - left, top - bottom]
  // Points per px; of a page on its side, its width is the height of the box.
  const [x, y] = turns % 2 === 0 ? [across / width, up / height] : [up / width, across / height]
  switch (turns) {
    case 0:
      return [x, 0, 0, y, left, bottom]
    case 1:
      return [0, x, -y, 0, right, bottom]
    case 2:
      return [-x, 0, 0, -y, right, top]
    case 3:
      return [0, -x, y, 0, left, top]
  }
}
