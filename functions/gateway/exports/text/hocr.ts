import type { StoredDocument, StoredPageWithWords } from '../../../shared/store/values/stored.ts'
import type { Exported } from '../exported.ts'
import { isRightToLeft } from './direction.ts'
import { languageTag } from './language-tag.ts'
import { type Box, type Line, layoutOf, type Paragraph, type PlacedWord } from './layout.ts'
import { toXml } from './xml.ts'

const capabilities = 'ocr_page ocr_par ocr_line ocrx_word ocrp_lang ocrp_dir ocrp_wconf'

/** The document as hOCR 1.2, an XHTML page: https://kba.github.io/hocr-spec/1.2/ */
export async function* toHocr({ document, pages }: Exported): AsyncGenerator<string> {
  const engines = new Set(document.pages.flatMap(({ engine }) => engine ?? []))
  const languages = new Set(document.pages.flatMap(({ language }) => languageTag(language) ?? []))
  yield `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<title>${toXml(document.filename ?? document.id)}</title>
${meta('ocr-system', ['glyphflow', ...engines].join('; '))}
${meta('ocr-capabilities', capabilities)}
${meta('ocr-langs', [...languages].join(' ') || 'unknown')}
${meta('ocr-number-of-pages', String(document.pages.length))}
</head>
<body>
`
  for await (const page of pages()) yield ofPage(page, imageOf(page, document))
  yield '</body>\n</html>\n'
}

function meta(name: string, content: string): string {
  return `<meta name="${name}" content="${toXml(content)}"/>`
}

/** The file name, which is that of the first original; for a page of another one, the path of that original. */
function imageOf({ page, originalPage }: StoredPageWithWords, { id, filename }: StoredDocument) {
  const first = page - (originalPage ?? 1) + 1
  return first === 1 ? (filename ?? id) : `/v1/documents/${id}/pages/${first}/image`
}

function ofPage(page: StoredPageWithWords, image: string): string {
  const { page: number, width, height } = page
  const tag = languageTag(page.language)
  const language = tag === null ? '' : ` lang="${tag}" xml:lang="${tag}"`
  // Readers split the title at each semicolon, and a quotation mark ends the name.
  const name = image.replaceAll('"', "'").replaceAll(';', ',')
  const title = `image "${name}"; bbox 0 0 ${width} ${height}; ppageno ${number - 1}`
  const paragraphs = layoutOf(page).map((each, index) =>
    ofParagraph(each, `${number}_${index + 1}`),
  )
  return `<div class="ocr_page" id="page_${number}" title="${toXml(title)}"${language}>
${paragraphs.join('')}</div>
`
}

function ofParagraph({ lines, box }: Paragraph, id: string): string {
  const inside = lines.map((line, index) => ofLine(line, `${id}_${index + 1}`))
  return `<p class="ocr_par" id="par_${id}"${titleOf(box)}>\n${inside.join('')}</p>\n`
}

function ofLine({ words, box }: Line, id: string): string {
  const isRightToLeftLine = words.some(({ text }) => isRightToLeft(text))
  const inside = words.map((word, index) => ofWord(word, `${id}_${index + 1}`))
  const direction = isRightToLeftLine ? ' dir="rtl"' : ''
  return `<span class="ocr_line" id="line_${id}"${titleOf(box)}${direction}>${inside.join('')}</span>\n`
}

function ofWord({ text, confidence, box, hasSpaceAfter }: PlacedWord, id: string): string {
  const certainty = confidence === null ? '' : `; x_wconf ${Math.round(confidence)}`
  const title = titleOf(box, certainty)
  return `<span class="ocrx_word" id="word_${id}"${title}>${toXml(text)}</span>${hasSpaceAfter ? ' ' : ''}`
}

function titleOf(box: Box | null, more = ''): string {
  return box ? ` title="bbox ${box.map(Math.round).join(' ')}${more}"` : ''
}
