import { isUtf8 } from 'node:buffer'
import * as z from 'zod'
import { Problem } from '../../shared/http/problem.ts'
import type { NewOriginal } from '../../shared/store/values/stored.ts'
import { requirePlainBytes } from '../http/plain-bytes.ts'
import { parseDisposition } from './multipart/content-disposition.ts'
import { toDisplayName } from './multipart/display-name.ts'
import { type Part, readParts } from './multipart/multipart.ts'
import { readBody } from './request-body.ts'
import type { UploadSpace } from './space/upload-space.ts'
import type { UploadLimits } from './upload-limits.ts'

export const languageMeaning =
  'one of GET /v1/languages, several joined by +, or auto where that is offered; its default if left out'

/** What may come beside the images: as parts of a multipart body, as query parameters with a raw one. */
const UploadFields = z.object({
  language: z.string().max(100).optional().describe(languageMeaning),
  batch: z.uuid().optional().describe('identifier shared by the documents of one submission'),
})
type UploadFields = z.infer<typeof UploadFields>
export const UploadQuery = UploadFields.extend({
  filename: z.string().optional().describe('of a raw body; Content-Disposition will do as well'),
})

export interface Upload extends UploadFields {
  /** For people to read. */
  filename: string | null
  images: NewOriginal[]
}

const maxFieldBytes = 1024
/** Headers and boundaries of a multipart body. */
const framingBytes = 1024 * 1024

/** Reads a multipart or a raw body within the limits into `space`. Nothing of it is looked into yet. */
export async function readUpload(
  request: Request,
  query: z.infer<typeof UploadQuery>,
  limits: UploadLimits,
  space: UploadSpace,
): Promise<Upload> {
  const contentType = request.headers.get('content-type') ?? ''
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType === 'multipart/form-data') {
    const body = readBody(request, limits.MAX_UPLOAD_BYTES + framingBytes)
    return readForm(readParts(body, contentType, limits), limits, space)
  }
  if (mediaType.startsWith('image/') || mediaType === 'application/octet-stream') {
    const named = parseDisposition(request.headers.get('content-disposition') ?? '')
    const { batch, filename = named.filename } = query
    // A + that nobody escaped comes as a space.
    const language = query.language?.replaceAll(' ', '+')
    const image = await space.receive(readBody(request, limits.MAX_IMAGE_BYTES))
    return { language, batch, filename: toDisplayName(filename), images: [image] }
  }
  // Whoever sent nothing at all is told that first.
  if (mediaType === '') await readBody(request, Number.POSITIVE_INFINITY).next()
  throw new Problem(
    415,
    'unsupported-media-type',
    'Expected Content-Type to be multipart/form-data, image/* or application/octet-stream',
  )
}

async function readForm(
  parts: AsyncIterable<Part>,
  limits: UploadLimits,
  space: UploadSpace,
): Promise<Upload> {
  const images: NewOriginal[] = []
  const fields = new Map<string, string>()
  let filename: string | null = null
  for await (const { headers, body } of parts) {
    requirePlainBytes((header) => headers.get(header))
    const disposition = parseDisposition(headers.get('content-disposition') ?? '')
    const { name = '' } = disposition
    if (name === 'image' || name === 'file') {
      if (images.length === limits.MAX_PAGES) {
        throw new Problem(413, 'too-many-pages', `Expected at most ${limits.MAX_PAGES} pages`)
      }
      images.push(await space.receive(body))
      filename ??= toDisplayName(disposition.filename)
    } else if (Object.hasOwn(UploadFields.shape, name) && !fields.has(name)) {
      fields.set(name, await readText(body, name))
    } else {
      throw new Problem(
        400,
        'invalid-request',
        'Expected parts named image (or file), and at most one named language and one named batch',
      )
    }
  }
  if (images.length === 0) throw new Problem(400, 'no-image', 'Expected a part named image or file')
  return { ...parseFields(Object.fromEntries(fields)), filename, images }
}

function parseFields(fields: Record<string, string | undefined>): UploadFields {
  const parsed = UploadFields.safeParse(fields)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Problem(400, 'invalid-request', lines.join('; '))
}

async function readText(body: AsyncIterable<Uint8Array>, name: string): Promise<string> {
  let bytes = Buffer.alloc(0)
  for await (const piece of body) {
    bytes = Buffer.concat([bytes, piece])
    if (bytes.length > maxFieldBytes) break
  }
  if (bytes.length <= maxFieldBytes && isUtf8(bytes)) return bytes.toString()
  throw new Problem(
    400,
    'invalid-request',
    `${name}: expected at most ${maxFieldBytes} bytes of text in UTF-8`,
  )
}
