import type { Exported } from '../exported.ts'
import { languageTag } from '../text/language-tag.ts'
import { fileId } from './file-id.ts'
import { createCodes } from './font/codes.ts'
import { writeFont } from './font/font.ts'
import { metadata } from './metadata.ts'
import { createObjects } from './objects.ts'
import { writeOutputIntent } from './output-intent.ts'
import type { OpenPicture } from './pictures/open-picture.ts'
import { createProfiles } from './profiles.ts'
import { writePage } from './write-page.ts'

/**
 * The document as a searchable PDF, one page after the other: the original pictures, and the words invisibly over
 * them. It conforms to PDF/A-2b, and says so if it is to be archival, unless a picture has colours of a press.
 */
export async function* picturesToPdf(
  { document, pages }: Pick<Exported, 'document' | 'pages'>,
  openPicture: OpenPicture,
  { isArchival }: { isArchival: boolean },
): AsyncGenerator<Uint8Array> {
  const objects = createObjects()
  const codes = createCodes()
  const profiles = createProfiles(objects)
  const [catalog, tree, font] = [objects.reserve(), objects.reserve(), objects.reserve()]
  const written: number[] = []
  let hasColoursOfPress = false
  yield objects.header()
  for await (const page of pages()) {
    const picture = await openPicture(page.page)
    if (picture?.isCmyk) hasColoursOfPress = true
    const ref = objects.reserve()
    written.push(ref)
    const refs = { page: ref, pages: tree, font }
    try {
      yield* writePage(objects, refs, { page, picture, codes, profiles })
    } finally {
      await picture?.close?.()
    }
  }
  const kids = written.map((ref) => `${ref} 0 R`).join(' ')
  yield objects.object(tree, `<</Type/Pages/Count ${written.length}/Kids[${kids}]>>`)
  yield* writeFont(objects, font, codes)
  yield* profiles.write()
  const about = objects.reserve()
  yield* objects.stream(
    about,
    '/Type/Metadata/Subtype/XML',
    metadata(document, isArchival && !hasColoursOfPress),
  )
  const intent = objects.reserve()
  yield* writeOutputIntent(objects, intent)
  const tag = languageTag(document.pages[0]?.language ?? null)
  yield objects.object(
    catalog,
    `<</Type/Catalog/Pages ${tree} 0 R/Metadata ${about} 0 R/OutputIntents[${intent} 0 R]` +
      `${tag === null ? '' : `/Lang(${tag})`}>>`,
  )
  yield objects.end(catalog, fileId(document.id))
}
