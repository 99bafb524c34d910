import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import type { Codes } from '../font/codes.ts'
import { advance, em } from '../font/font-file.ts'
import { type PlacedText, placedTexts } from './placed-text.ts'
import { toVisualOrder } from './visual-order.ts'

const space = ' '.charCodeAt(0)

/** What the previous operators have set. */
interface State {
  /** Start of the previous word, in tenths of a px. */
  x: number
  y: number
  size: number
  scale: number
  matrix: string
}

interface LayerFont {
  codes: Codes
  /** Its name among the resources of the page. */
  font: string
}

export interface Layer extends LayerFont {
  /** `corrected`: the page has its other words already. */
  which?: 'all' | 'corrected'
}

/**
 * Operators that write the words invisibly in px from the lower left corner of the picture, each on its box:
 * ISO 32000-1, 9.4. Words are in their order, and separated by spaces where the text has them.
 */
export function textLayer(page: StoredPageWithWords, { codes, font, which }: Layer): Uint8Array {
  const words = placedTexts(page, which)
  if (words.length === 0) return Buffer.alloc(0)
  const state: State = { x: 0, y: 0, size: 0, scale: 0, matrix: '' }
  const operators = words.flatMap((word, index) => [
    ...breakBefore(word, words[index - 1], state),
    ofWord(word, state, { codes, font }),
  ])
  return Buffer.concat([Buffer.from('BT 3 Tr\n'), ...operators, Buffer.from('ET\n')])
}

/** Lines closer than this are one line to PDFium, in which it sorts words of left-to-right scripts. */
const sameLine = 0.6

/**
 * A space above the page, before a word that lies left of the end of the previous one on the same height: it ends the
 * line, so that PDFium keeps their order and pdf.js the space between them.
 */
function breakBefore(word: PlacedText, before: PlacedText | undefined, state: State): Buffer[] {
  if (!before?.isSeparated || word.isRightToLeft || before.isRightToLeft) return []
  const height = Math.max(word.size, before.size)
  const isNear = Math.abs(word.y - before.y) < sameLine * height
  if (!isNear || word.x >= before.x + before.length) return []
  const above = move(word.x, before.y + 10 * height, matrices.right, state)
  return [Buffer.concat([Buffer.from(above), show([space])])]
}

const matrices = { right: '1 0 0 1', down: '0 -1 1 0', up: '0 1 -1 0' }

function ofWord(word: PlacedText, state: State, { codes, font }: LayerFont): Buffer {
  const { length, direction, x, y } = word
  // pdf.js makes one piece of words of the same size, with one box.
  const size = word.size === state.size ? word.size + 0.1 : word.size
  const characters = codes.of(toVisualOrder(word.text))
  const count = Math.max(characters.filter((code) => !codes.marks.has(code)).length, 1)
  // Of the natural width, in percent.
  const scale = Number(((length * em * 100) / (count * advance * size)).toPrecision(4))
  const spaces = word.isSeparated ? [space] : []
  const start = word.isRightToLeft ? x - (spaces.length * length) / count : x
  const operators = [
    `/${font} ${number(size)} Tf `,
    scale === state.scale ? '' : `${scale} Tz `,
    move(start, y, matrices[direction], state),
  ]
  Object.assign(state, { size, scale })
  const shown = word.isRightToLeft ? [...spaces, ...characters] : [...characters, ...spaces]
  return Buffer.concat([Buffer.from(operators.join('')), show(shown)])
}

function move(x: number, y: number, matrix: string, state: State): string {
  const [tenthX, tenthY] = [Math.round(x * 10), Math.round(y * 10)]
  const isRelative = matrix === state.matrix && matrix === matrices.right
  const operator = isRelative
    ? `${(tenthX - state.x) / 10} ${(tenthY - state.y) / 10} Td`
    : `${matrix} ${tenthX / 10} ${tenthY / 10} Tm`
  Object.assign(state, { x: tenthX, y: tenthY, matrix })
  return operator
}

function number(px: number): string {
  return String(Math.round(px * 10) / 10)
}

const backslash = '\\'.charCodeAt(0)
const carriageReturn = '\r'.charCodeAt(0)
const escaped = new Set([...'()\\'].map((character) => character.charCodeAt(0)))

/** Shows two-byte codes, in a literal string: ISO 32000-1, 7.3.4.2 */
function show(codes: number[]): Buffer {
  const bytes = codes
    .flatMap((code) => [code >> 8, code & 0xff])
    .flatMap((byte) => {
      // A bare carriage return would be read as a line feed.
      if (byte === carriageReturn) return [backslash, 'r'.charCodeAt(0)]
      return escaped.has(byte) ? [backslash, byte] : [byte]
    })
  return Buffer.concat([Buffer.from('('), Buffer.from(bytes), Buffer.from(')Tj\n')])
}
