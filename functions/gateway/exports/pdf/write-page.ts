import type { StoredPageWithWords } from '../../../shared/store/values/stored.ts'
import type { Codes } from './font/codes.ts'
import { type Objects, type Ref, real } from './objects.ts'
import { pageSize } from './page-size.ts'
import type { PdfPicture } from './pictures/pdf-picture.ts'
import type { Profiles } from './profiles.ts'
import { textLayer } from './words/text-layer.ts'

/** Matrices that turn the unit square of a picture on that of the page, by EXIF orientation. */
const turns: Record<number, string> = {
  1: '1 0 0 1 0 0',
  2: '-1 0 0 1 1 0',
  3: '-1 0 0 -1 1 1',
  4: '1 0 0 -1 0 1',
  5: '0 -1 -1 0 1 1',
  6: '0 -1 1 0 0 1',
  7: '0 1 1 0 0 0',
  8: '0 1 -1 0 1 0',
}

export interface PageRefs {
  page: Ref
  pages: Ref
  font: Ref
}

export interface PageContent {
  page: StoredPageWithWords
  picture: PdfPicture | null
  codes: Codes
  profiles: Pick<Profiles, 'resources'>
}

/** Writes a page: its picture, and the words over it. A page without a picture has only the words. */
export async function* writePage(
  objects: Objects,
  refs: PageRefs,
  { page, picture, codes, profiles }: PageContent,
): AsyncGenerator<Uint8Array> {
  const strips = picture?.strips ?? []
  const images = strips.map(() => objects.reserve())
  const contents = objects.reserve()
  const size = pageSize(picture, page.width, page.height)
  const named = images.map((ref, index) => `/I${index} ${ref} 0 R`).join('')
  const colours = picture?.profile ? profiles.resources(picture.profile) : ''
  yield objects.object(
    refs.page,
    `<</Type/Page/Parent ${refs.pages} 0 R/MediaBox[0 0 ${real(size.width)} ${real(size.height)}]` +
      `/Resources<</Font<</F ${refs.font} 0 R>>/XObject<<${named}>>${colours}>>/Contents ${contents} 0 R>>`,
  )
  for (const [index, { entries, height, data }] of strips.entries()) {
    const dictionary = `/Type/XObject/Subtype/Image/Width ${picture?.width}/Height ${height}${entries}`
    yield* objects.stream(images[index] ?? 0, dictionary, data)
  }
  const drawn =
    picture === null ? '' : drawing(picture, `${real(size.width)} 0 0 ${real(size.height)} 0 0`)
  // Words have the px of the picture; as many decimals as the largest page needs.
  const scale = [size.width / page.width, size.height / page.height].map((n) => n.toFixed(8))
  const words = textLayer(page, { codes, font: 'F' })
  const text =
    words.length === 0 ? [] : [Buffer.from(`${scale[0]} 0 0 ${scale[1]} 0 0 cm\n`), words]
  yield objects.deflated(contents, '', Buffer.concat([Buffer.from(drawn), ...text]))
}

function drawing({ strips, height, orientation }: PdfPicture, toPage: string): string {
  const parts = strips.map((strip, index) => {
    const [share, bottom] = [strip.height / height, 1 - (strip.top + strip.height) / height]
    const place = strips.length === 1 ? '' : `1 0 0 ${share.toFixed(8)} 0 ${bottom.toFixed(8)} cm `
    return `q ${place}/I${index} Do Q\n`
  })
  return `q ${toPage} cm ${turns[orientation] ?? turns[1]} cm\n${parts.join('')}Q\n`
}
