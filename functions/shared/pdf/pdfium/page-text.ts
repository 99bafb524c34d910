import type { PagePixels, PageText, PageWord } from '../protocol.ts'
import { alongLine, union } from './boxes.ts'
import { gapOnLine, maxGapInWord, type Reached, reachedBy } from './line-end.ts'
import type { Pdfium } from './pdfium.ts'

/** https://pdfium.googlesource.com/pdfium/+/refs/heads/main/public/fpdf_edit.h */
const [pictureType, formType] = [3, 5]
const invisibleModes = new Set([3, 7])
/** What PDFium gives for a hyphen at the end of a line, after which it gives no end of the line. */
const lineEndHyphen = 2
/** Pages of more characters than this are recognized, as if they had none: it is three times a newspaper's. */
const maxCharacters = 100_000
const maxObjects = 10_000
const replacement = '\ufffd'
const ligatures = /[\ufb00-\ufb06]/g
const isSpace = /^\s$/
/** Scripts without spaces, of which each character is a word, as engines give them. */
const isUnspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u
/** Characters that PDFium's own fonts have. */
const isLatin = /^[\0-\u024f\u2000-\u20cf]$/
/** No characters: controls, private use, U+FFFD. */
const isUnknown = /^[\p{Cc}\p{Co}\ufffd]$/u

interface Scratch {
  /** Pointer to four doubles. */
  sides: number
  /** Pointer to two integers. */
  point: number
}

/** Text of an opened page, in px of `size`. */
export function pageText(
  pdfium: Pdfium,
  page: number,
  size: PagePixels & { points: number },
): PageText {
  const scratch = { sides: pdfium._malloc(32), point: pdfium._malloc(8) }
  const text = pdfium._FPDFText_LoadPage(page)
  try {
    const pictureShare = pictureArea(pdfium, page, scratch.sides) / size.points
    return { ...readText(pdfium, { page, text, size, scratch }), pictureShare }
  } finally {
    if (text !== 0) pdfium._FPDFText_ClosePage(text)
    pdfium._free(scratch.sides)
    pdfium._free(scratch.point)
  }
}

interface Opened {
  page: number
  text: number
  size: PagePixels
  scratch: Scratch
}

function readText(pdfium: Pdfium, opened: Opened): Omit<PageText, 'pictureShare'> {
  const { page, text } = opened
  const lines: PageWord[][] = []
  let [line, word]: [PageWord[], PageWord | null] = [[], null]
  /** Where the line has come to, and whether PDFium says that it has ended there. */
  let [reached, isEnding]: [Reached | null, boolean] = [null, false]
  const counts = { characters: 0, unmapped: 0, invisible: 0, sideways: 0 }
  /** Quarter turns of the line as it is shown. */
  let lineQuarters = 0
  const endWord = () => {
    if (word) line.push(word)
    word = null
  }
  const endLine = () => {
    endWord()
    if (line.length > 0) lines.push(line)
    line = []
    reached = null
    isEnding = false
  }

  const count = text === 0 ? 0 : pdfium._FPDFText_CountChars(text)
  for (let index = 0; index < (count > maxCharacters ? 0 : count); index += 1) {
    const code = pdfium._FPDFText_GetUnicode(text, index)
    const character = code === lineEndHyphen ? '-' : String.fromCodePoint(code)
    if (isSpace.test(character)) {
      if (character === '\n' || character === '\r') isEnding = true
      else endWord()
      continue
    }
    counts.characters += 1
    const isKnown = !isUnknown.test(character)
    const isMapped = pdfium._FPDFText_HasUnicodeMapError(text, index) !== 1
    if (!isMapped || !isKnown) counts.unmapped += 1
    const object = pdfium._FPDFText_GetTextObject(text, index)
    const mode = object === 0 ? 0 : pdfium._FPDFTextObj_GetTextRenderMode(object)
    if (invisibleModes.has(mode)) counts.invisible += 1
    const angle = pdfium._FPDFText_GetCharAngle(text, index)
    const quarters = (Math.round(angle / (Math.PI / 2)) - pdfium._FPDFPage_GetRotation(page)) & 3
    if (quarters % 2 === 1) counts.sideways += 1
    if (quarters !== lineQuarters) endLine()
    lineQuarters = quarters
    const box = boxOf(pdfium, opened, index)
    const place = box && alongLine(box, quarters)
    if (isEnding) {
      const gap = place && reached && gapOnLine(reached, place)
      if (gap === null) endLine()
      else if (gap > maxGapInWord) endWord()
      isEnding = false
    }
    if (place) reached = reachedBy(reached, place)
    const shown = isKnown
      ? character.replace(ligatures, (ligature) => ligature.normalize('NFKC'))
      : replacement
    if (word && !isUnspaced.test(character) && !isUnspaced.test(word.text)) {
      word.text += shown
      word.box = union(word.box, box)
    } else if (box) {
      const isJoined: boolean = word !== null
      endWord()
      const isUnshown = !isLatin.test(shown) && isWithoutFont(pdfium, object)
      word = { text: shown, box, ...(isJoined && { isJoined }), ...(isUnshown && { isUnshown }) }
    }
    if (code === lineEndHyphen) endLine()
  }
  endLine()
  return { lines: lines.map(withinPage(opened.size)).filter(({ length }) => length > 0), ...counts }
}

function isWithoutFont(pdfium: Pdfium, object: number): boolean {
  return object !== 0 && pdfium._FPDFFont_GetIsEmbedded(pdfium._FPDFTextObj_GetFont(object)) === 0
}

/** Null for a character without extent. */
function boxOf(pdfium: Pdfium, { page, text, size, scratch }: Opened, index: number) {
  const { sides, point } = scratch
  const isBox = pdfium._FPDFText_GetCharBox(text, index, sides, sides + 8, sides + 16, sides + 24)
  if (!isBox) return null
  const [left = 0, right = 0, bottom = 0, top = 0] = doublesAt(pdfium, sides)
  const toPx = (x: number, y: number) => {
    const { width, height } = size
    pdfium._FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, point, point + 4)
    const [across = 0, down = 0] = new Int32Array(pdfium.HEAPU8.buffer, point, 2)
    return [across, down] as const
  }
  const [[x1, y1], [x2, y2]] = [toPx(left, bottom), toPx(right, top)]
  const box: PageWord['box'] = [
    ...([Math.min(x1, x2), Math.min(y1, y2)] as const),
    ...([Math.max(x1, x2), Math.max(y1, y2)] as const),
  ]
  return box
}

/** The words of a line that are not cut off with their greater part, cut to the page. */
function withinPage({ width, height }: PagePixels) {
  return (line: PageWord[]): PageWord[] =>
    line.flatMap(({ box: [left, top, right, bottom], ...word }) => {
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      if (x < 0 || y < 0 || x > width || y > height) return []
      const box: PageWord['box'] = [
        ...([Math.max(left, 0), Math.max(top, 0)] as const),
        ...([Math.min(right, width), Math.min(bottom, height)] as const),
      ]
      return [{ ...word, box }]
    })
}

/** Area of the pictures on a page, in points; of a form that contains one, the area of the form. */
function pictureArea(pdfium: Pdfium, page: number, sides: number): number {
  let area = 0
  const count = Math.min(pdfium._FPDFPage_CountObjects(page), maxObjects)
  for (let index = 0; index < count; index += 1) {
    const object = pdfium._FPDFPage_GetObject(page, index)
    if (!hasPicture(pdfium, object)) continue
    // Floats.
    if (!pdfium._FPDFPageObj_GetBounds(object, sides, sides + 4, sides + 8, sides + 12)) continue
    const bounds = new Float32Array(pdfium.HEAPU8.buffer, sides, 4)
    const [left = 0, bottom = 0, right = 0, top = 0] = bounds
    area += Math.max(right - left, 0) * Math.max(top - bottom, 0)
  }
  return area
}

const maxFormDepth = 5

function hasPicture(pdfium: Pdfium, object: number, depth = 0): boolean {
  const type = pdfium._FPDFPageObj_GetType(object)
  if (type === pictureType) return true
  if (type !== formType || depth === maxFormDepth) return false
  const count = Math.min(pdfium._FPDFFormObj_CountObjects(object), maxObjects)
  for (let index = 0; index < count; index += 1) {
    if (hasPicture(pdfium, pdfium._FPDFFormObj_GetObject(object, index), depth + 1)) return true
  }
  return false
}

function doublesAt(pdfium: Pdfium, pointer: number): Float64Array {
  return new Float64Array(pdfium.HEAPU8.buffer, pointer, 4)
}
