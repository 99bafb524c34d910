import { deflateSync } from 'node:zlib'

/** PDF of numbered objects without a table of them, which PDFium finds by itself. */
export function pdfWith(objects: (string | Buffer)[]): Buffer {
  const parts = objects.flatMap((object, index) => [
    Buffer.from(`${index + 1} 0 obj\n`),
    Buffer.from(object),
    Buffer.from('\nendobj\n'),
  ])
  const trailer = Buffer.from('trailer <</Root 1 0 R>>\n')
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, trailer])
}

const catalog = '<</Type /Catalog /Pages 2 0 R>>'
const pagesOf = (kids: string, count: number | string) =>
  `<</Type /Pages /Kids [${kids}] /Count ${count}>>`
const pageOf = (entries: string, box = '0 0 612 792') =>
  `<</Type /Page /Parent 2 0 R /MediaBox [${box}] ${entries}>>`

export function stream(entries: string, bytes: Buffer | string): Buffer {
  const head = `<<${entries} /Length ${bytes.length}>>\nstream\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(bytes), Buffer.from('\nendstream')])
}

/** A page whose content is object 4, and whose further objects follow. */
export function onePage(resources: string, ...objects: (string | Buffer)[]): Buffer {
  const page = pageOf(`/Contents 4 0 R /Resources <<${resources}>>`)
  return pdfWith([catalog, pagesOf('3 0 R', 1), page, ...objects])
}

function image(width: number, height: number, bytes: Buffer, filters = '/FlateDecode'): Buffer {
  const kind = '/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8'
  return stream(`${kind} /Width ${width} /Height ${height} /Filter ${filters}`, bytes)
}

const form = '/Type /XObject /Subtype /Form /BBox [0 0 612 792]'
const drawImage = stream('', 'q 612 0 0 792 0 0 cm /I Do Q')
const twice = (bytes: Buffer) => deflateSync(deflateSync(bytes, { level: 9 }), { level: 9 })

/** Documents that are small, and designed to take memory or time without limit. */
export const bombs: Record<string, () => Buffer> = {
  'one page, listed 10,000 times': () =>
    pdfWith([catalog, pagesOf('3 0 R '.repeat(10_000), 10_000), pageOf('')]),
  'a count of two thousand million pages': () =>
    pdfWith([catalog, pagesOf('3 0 R', 2_000_000_000), pageOf('')]),
  'a negative count of pages': () => pdfWith([catalog, pagesOf('3 0 R', -5), pageOf('')]),
  'a tree of pages that contains itself': () =>
    pdfWith([catalog, pagesOf('2 0 R 3 0 R', 2), pageOf('')]),
  'a page of 2,000,000 inches': () =>
    pdfWith([catalog, pagesOf('3 0 R', 1), pageOf('', '0 0 144000000 144000000')]),
  'a page without area': () => pdfWith([catalog, pagesOf('3 0 R', 1), pageOf('', '0 0 0 0')]),
  'an image of 60,000 × 60,000 px': () =>
    onePage(
      '/XObject <</I 5 0 R>>',
      drawImage,
      image(60_000, 60_000, deflateSync(Buffer.alloc(1e7))),
    ),
  'an image of 30,000 × 30,000 px, with all its bytes': () => {
    const bytes = twice(Buffer.alloc(900_000_000))
    const filters = '[/FlateDecode /FlateDecode]'
    return onePage('/XObject <</I 5 0 R>>', drawImage, image(30_000, 30_000, bytes, filters))
  },
  'a content of 1 GB': () =>
    onePage('', stream('/Filter [/FlateDecode /FlateDecode]', twice(Buffer.alloc(1e9, ' 1 ')))),
  'forms that draw each other 10 times, 20 deep': () =>
    onePage(
      '/XObject <</F 5 0 R>>',
      stream('', '/F Do'),
      ...Array.from({ length: 20 }, (_, depth) =>
        stream(
          `${form} /Resources <</XObject <</F ${6 + depth} 0 R>>>>`,
          depth < 19 ? '/F Do '.repeat(10) : '0 0 9 9 re f',
        ),
      ),
    ),
  'a form that draws itself': () =>
    onePage(
      '/XObject <</F 5 0 R>>',
      stream('', '/F Do'),
      stream(`${form} /Resources <</XObject <</F 5 0 R>>>>`, '/F Do /F Do'),
    ),
  'a pattern of tiny tiles': () =>
    onePage(
      '/Pattern <</P 5 0 R>>',
      stream('', '/Pattern cs /P scn 0 0 612 792 re f'),
      stream(
        '/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep .0001 /YStep .0001 /Resources <<>>',
        '0 0 1 1 re f',
      ),
    ),
  'a line of 10,000,000 dashes': () =>
    onePage('', stream('', '[.0001 .0001] 0 d 1 w 0 0 m 612 792 l S '.repeat(200))),
  'arrays, 1,000,000 deep': () =>
    pdfWith([catalog, pagesOf('3 0 R', 1), pageOf(`/X ${'['.repeat(1_000_000)}`)]),
  'saved states, 1,000,000 deep': () => onePage('', stream('', 'q '.repeat(1_000_000))),
  'a table of objects that follows itself': () =>
    Buffer.from(
      `%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer <</Size 1 /Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF`,
    ),
  'a length that refers to itself': () =>
    onePage('', '<</Length 4 0 R>>\nstream\n0 0 9 9 re f\nendstream'),
}
