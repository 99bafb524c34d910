import { isUtf8 } from 'node:buffer'
import * as z from 'zod'
import { Problem } from '../../shared/http/problem.ts'
import { pdfMediaType } from '../../shared/pdf/media-type.ts'
import { PdfText } from '../../shared/settings/pdf-text.ts'
import type { NewOriginal } from '../../shared/store/values/new-document.ts'
import { requireUnencoded } from '../http/requests/content-encoding.ts'
import type { UploadBuffer } from './buffer/upload-buffer.ts'
import { parseDisposition } from './multipart/content-disposition.ts'
import { toDisplayName } from './multipart/display-name.ts'
import { type Part, readParts } from './multipart/multipart.ts'
import { readBody } from './request-body.ts'
import type { UploadLimits } from './upload-limits.ts'
import { withinSize } from './within-size.ts'

export const languageDescription =
  'one of GET /v1/languages, several joined by +, or auto if offered; its `default` if absent'

export const textDescription =
  'text that a page of a PDF contains: `auto`: is taken if it is sound, else the page is recognized; `layer`: is taken ' +
  'if there is any; `ocr`: is never taken. By default as the setting PDF_TEXT says'

/** Fields besides the files: parts of a multipart body, query parameters with a raw body. */
const UploadFields = z.object({
  language: z.string().max(100).optional().describe(languageDescription),
  text: PdfText.optional().describe(textDescription),
  batch: z.uuid().optional().describe('identifier shared by the documents of one submission'),
})
/** Not in a query, which proxies log. */
const FormFields = UploadFields.extend({ password: z.string().optional() })
type FormFields = z.infer<typeof FormFields>
export const UploadQuery = UploadFields.extend({
  filename: z
    .string()
    .optional()
    .describe('file name of a raw body; Content-Disposition is accepted too'),
})
export type UploadQuery = z.infer<typeof UploadQuery>

export interface Upload extends FormFields {
  /** Display name. */
  filename: string | null
  images: NewOriginal[]
}

const maxFieldBytes = 1024
/** Allowance for headers and boundaries of a multipart body. */
const framingBytes = 1024 * 1024

/** Reads a multipart or a raw body within the limits into `buffer`, without inspecting the images. */
export async function readUpload(
  request: Request,
  query: UploadQuery,
  limits: UploadLimits,
  buffer: UploadBuffer,
): Promise<Upload> {
  const contentType = request.headers.get('content-type') ?? ''
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (mediaType === 'multipart/form-data') {
    const body = readBody(request, limits.MAX_UPLOAD_BYTES + framingBytes)
    return readForm(readParts(body, contentType, limits.MAX_UPLOAD_BYTES), limits, buffer)
  }
  const isImage = mediaType.startsWith('image/')
  if (isImage || mediaType === pdfMediaType || mediaType === 'application/octet-stream') {
    const disposition = parseDisposition(request.headers.get('content-disposition') ?? '')
    const { text, batch, filename = disposition.filename } = query
    // An unescaped + is decoded as a space.
    const language = query.language?.replaceAll(' ', '+')
    const maxBytes = isImage ? limits.MAX_IMAGE_BYTES : limits.MAX_PDF_BYTES
    const image = await buffer.receive(withinSize(readBody(request, maxBytes), limits))
    return { language, text, batch, filename: toDisplayName(filename), images: [image] }
  }
  // An empty body is reported before a missing Content-Type.
  if (mediaType === '') await readBody(request, Number.POSITIVE_INFINITY).next()
  throw new Problem(
    415,
    'unsupported-media-type',
    'Expected Content-Type to be multipart/form-data, image/*, application/pdf or application/octet-stream',
  )
}

async function readForm(
  parts: AsyncIterable<Part>,
  limits: UploadLimits,
  buffer: UploadBuffer,
): Promise<Upload> {
  const images: NewOriginal[] = []
  const fields = new Map<string, string>()
  let filename: string | null = null
  for await (const { headers, body } of parts) {
    requireUnencoded((header) => headers.get(header))
    const disposition = parseDisposition(headers.get('content-disposition') ?? '')
    const { name = '' } = disposition
    if (name === 'image' || name === 'file') {
      if (images.length === limits.MAX_PAGES) {
        throw new Problem(413, 'too-many-pages', `Expected at most ${limits.MAX_PAGES} files`)
      }
      images.push(await buffer.receive(withinSize(body, limits)))
      filename ??= toDisplayName(disposition.filename)
    } else if (Object.hasOwn(FormFields.shape, name) && !fields.has(name)) {
      fields.set(name, await readText(body, name))
    } else {
      throw new Problem(
        400,
        'invalid-request',
        'Expected parts named image (or file), and at most one each named language, text, batch and password',
      )
    }
  }
  if (images.length === 0) throw new Problem(400, 'no-image', 'Expected a part named image or file')
  return { ...parseFields(Object.fromEntries(fields)), filename, images }
}

function parseFields(fields: Record<string, string | undefined>): FormFields {
  const parsed = FormFields.safeParse(fields)
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
