import { validateXML } from 'xmllint-wasm'

/**
 * Faults of an hOCR file by the tables of https://kba.github.io/hocr-spec/1.2/: required metadata (section 12), what a
 * class may lie in (4 to 6), grammar of the properties in `title` (3), and that used classes are among the
 * capabilities.
 */
export async function hocrFaults(hocr: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'a.xml', contents: hocr },
    schema: anyXml,
  })
  const malformed = errors.map(({ message }) => message)
  if (malformed.length > 0) return malformed
  return [...metadataFaults(hocr), ...elementFaults(hocr)]
}

const anyXml = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml">
<xs:element name="html"><xs:complexType><xs:sequence>
<xs:any processContents="skip" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>`

const parents: Record<string, string | null> = {
  ocr_page: null,
  ocr_par: 'ocr_page',
  ocr_line: 'ocr_par',
  ocrx_word: 'ocr_line',
}
const properties: Record<string, RegExp> = {
  bbox: /^\d+ \d+ \d+ \d+$/,
  image: /^"[^"]*"$/,
  ppageno: /^\d+$/,
  x_wconf: /^(\d|[1-9]\d|100)$/,
}
const capabilityOf: Record<string, string> = {
  x_wconf: 'ocrp_wconf',
  lang: 'ocrp_lang',
  dir: 'ocrp_dir',
}

function metadataFaults(hocr: string): string[] {
  const pages = hocr.match(/class="ocr_page"/g)?.length ?? 0
  const expected: Record<string, RegExp> = {
    'ocr-system': /^.+$/,
    'ocr-capabilities': /^[a-z_ ]+$/,
    'ocr-langs': /^([a-zA-Z-]+)( [a-zA-Z-]+)*$/,
    'ocr-number-of-pages': new RegExp(`^${pages}$`),
  }
  return Object.entries(expected).flatMap(([name, pattern]) => {
    const content = contentOf(hocr, name)
    return content !== undefined && pattern.test(content) ? [] : [`${name} is ${content}`]
  })
}

function contentOf(hocr: string, name: string): string | undefined {
  return hocr.match(new RegExp(`<meta name="${name}" content="([^"]*)"/>`))?.[1]
}

function elementFaults(hocr: string): string[] {
  const capabilities = new Set(contentOf(hocr, 'ocr-capabilities')?.split(' '))
  const ids = new Set<string>()
  const open: { name: string; box: number[] | null }[] = []
  const faults: string[] = []
  const body = hocr.slice(hocr.indexOf('<body>') + 6, hocr.indexOf('</body>'))
  for (const [tag, attributes] of body.matchAll(/<(?:\/\w+|\w+([^>]*))>/g)) {
    if (attributes === undefined) {
      open.pop()
      continue
    }
    const of = (name: string) => attributes.match(new RegExp(` ${name}="([^"]*)"`))?.[1]
    const [name = '', id = '', title = ''] = [of('class'), of('id'), of('title')]
    const parent = open.at(-1)
    if (parents[name] === undefined || parents[name] !== (parent?.name ?? null))
      faults.push(`${tag} within ${parent?.name}`)
    if (id === '' || ids.has(id)) faults.push(`${tag} has a repeated id`)
    ids.add(id)
    const used = new Map(
      title === ''
        ? []
        : title
            .replaceAll('&quot;', '"')
            .split('; ')
            .map((property): [string, string] => {
              const [key = ''] = property.split(' ', 1)
              return [key, property.slice(key.length + 1)]
            }),
    )
    for (const [key, value] of used)
      if (!properties[key]?.test(value)) faults.push(`${tag}: ${key} ${value}`)
    for (const key of [...used.keys(), ...['lang', 'dir'].filter(of)]) {
      const capability = capabilityOf[key]
      if (capability && !capabilities.has(capability)) faults.push(`${capability} is no capability`)
    }
    if (!capabilities.has(name)) faults.push(`${name} is no capability`)
    const box = used.get('bbox')?.split(' ').map(Number) ?? null
    if (!isWithin(box, parent?.box ?? null)) faults.push(`${tag} leaves its parent`)
    open.push({ name, box })
  }
  return open.length === 0 ? faults : [...faults, 'elements are left open']
}

function isWithin(box: number[] | null, outer: number[] | null): boolean {
  if (!box) return true
  const [left = 0, top = 0, right = 0, bottom = 0] = box
  if (left > right || top > bottom) return false
  if (!outer) return true
  const [l = 0, t = 0, r = 0, b = 0] = outer
  return left >= l && top >= t && right <= r && bottom <= b
}
