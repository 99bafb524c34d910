import type { StoredPageWithWords } from '../../../shared/store/values/stored.ts'
import type { Exported } from '../exported.ts'
import { isRightToLeft } from './direction.ts'
import { languageTag } from './language-tag.ts'
import { type Box, type Line, layoutOf, type PlacedWord } from './layout.ts'
import { toXml } from './xml.ts'

const namespace = 'http://www.loc.gov/standards/alto/ns-v4#'
const schema = 'http://www.loc.gov/standards/alto/v4/alto-4-4.xsd'

/** The document as ALTO 4.4: https://www.loc.gov/standards/alto/v4/alto-4-4.xsd */
export async function* toAlto({ document, pages }: Exported): AsyncGenerator<string> {
  const engines = [...new Set(document.pages.flatMap(({ engine }) => engine ?? []))]
  // There is one name for all pages, and the document's is that of its first original.
  const isOneFile = document.pages.every(({ page, originalPage }) => page === (originalPage ?? 1))
  const name = isOneFile ? document.filename : null
  yield `<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${namespace} ${schema}" SCHEMAVERSION="4.4">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation>
${name === null ? '' : `<fileName>${toXml(name)}</fileName>\n`}<documentIdentifier>${toXml(document.id)}</documentIdentifier>
</sourceImageInformation>
${engines.map(toProcessing).join('')}</Description>
<Layout>
`
  for await (const page of pages()) {
    const engine = page.engine === null ? -1 : engines.indexOf(page.engine)
    yield ofPage(page, engine < 0 ? '' : ` PROCESSINGREFS="engine_${engine + 1}"`)
  }
  yield '</Layout>\n</alto>\n'
}

/** `tesseract 5.3.0`: name and version. */
function toProcessing(engine: string, index: number): string {
  const [, name = engine, version] = engine.match(/^(.*) (\S+)$/) ?? []
  return `<Processing ID="engine_${index + 1}">
<processingCategory>contentGeneration</processingCategory>
<processingSoftware>
<softwareName>${toXml(name)}</softwareName>
${version === undefined ? '' : `<softwareVersion>${toXml(version)}</softwareVersion>\n`}</processingSoftware>
</Processing>
`
}

function ofPage(page: StoredPageWithWords, processing: string): string {
  const { page: number, width, height, confidence } = page
  const tag = languageTag(page.language)
  const language = tag === null ? '' : ` LANG="${tag}"`
  const certainty = confidence === null ? '' : ` PC="${share(confidence)}"`
  const size = `WIDTH="${width}" HEIGHT="${height}"`
  const blocks = layoutOf(page).map(({ lines, box }, index) => {
    const id = `${number}_${index + 1}`
    const inside = lines.map((line, index) => ofLine(line, `${id}_${index + 1}`))
    return `<TextBlock ID="block_${id}"${place(box)}>\n${inside.join('')}</TextBlock>\n`
  })
  return `<Page ID="page_${number}" PHYSICAL_IMG_NR="${number}" ${size}${certainty}${language}${processing}>
<PrintSpace HPOS="0" VPOS="0" ${size}>
${blocks.join('')}</PrintSpace>
</Page>
`
}

function ofLine({ words, box }: Line, id: string): string {
  const isRightToLeftLine = words.some(({ text }) => isRightToLeft(text))
  const inside = words.map((word, index) => ofWord(word, `${id}_${index + 1}`, words[index + 1]))
  const direction = isRightToLeftLine ? ' BASEDIRECTION="rtl"' : ''
  return `<TextLine ID="line_${id}"${place(box)}${direction}>${inside.join('')}</TextLine>\n`
}

function ofWord(word: PlacedWord, id: string, next: PlacedWord | undefined): string {
  const { text, confidence, corrected, box, hasSpaceAfter } = word
  const certainty = confidence === null ? '' : ` WC="${share(confidence)}"`
  const status = corrected ? ' CS="true"' : ''
  const string = `<String ID="word_${id}"${place(box)}${certainty}${status} CONTENT="${toXml(text)}"/>`
  return hasSpaceAfter ? `${string}<SP${place(between(box, next?.box))}/>` : string
}

/** Gap between two words of a line. */
function between(a: Box | null, b: Box | null | undefined): Box | null {
  if (!a || !b) return null
  const [left, right] = a[0] <= b[0] ? [a[2], b[0]] : [b[2], a[0]]
  return [left, Math.min(a[1], b[1]), Math.max(left, right), Math.max(a[3], b[3])]
}

function place(box: Box | null): string {
  if (!box) return ''
  const [left, top, right, bottom] = box
  return ` HPOS="${left}" VPOS="${top}" WIDTH="${right - left}" HEIGHT="${bottom - top}"`
}

/** 0 to 100 as 0 to 1. */
function share(confidence: number): string {
  return (confidence / 100).toFixed(3)
}
