import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  MultipartParser,
  type MultipartPart,
} from '@remix-run/multipart-parser'
import { Problem } from '../../shared/problem.ts'
import type { UploadLimits } from './upload-limits.ts'

const maxHeaderSize = 4096
/** Parts besides the images: `language`, `batch`. */
const otherParts = 2

/**
 * The parts of a multipart body, each once it is complete: https://www.rfc-editor.org/rfc/rfc7578
 * What is malformed, unfinished or over a limit throws a problem.
 */
export async function* readParts(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  limits: UploadLimits,
): AsyncGenerator<MultipartPart, void> {
  const parser = new MultipartParser(boundaryOf(contentType), {
    maxHeaderSize,
    maxFileSize: limits.MAX_IMAGE_BYTES,
    maxTotalSize: limits.MAX_UPLOAD_BYTES,
    maxParts: limits.MAX_PAGES + otherParts,
  })
  try {
    for await (const chunk of body) {
      // Bytes after the end count for nothing: https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
      if (!isFinished(parser)) yield* parser.write(chunk)
    }
  } catch (error) {
    throw toProblem(error, limits)
  }
  if (!isFinished(parser)) {
    throw new Problem(
      400,
      'malformed-multipart',
      'The multipart body ends before its last boundary',
    )
  }
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) {
    throw new Problem(400, 'malformed-multipart', 'Expected Content-Type to name a boundary')
  }
  // https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
  if (boundary.length > 70 || !/^[\x20-\x7e]+$/.test(boundary)) {
    throw new Problem(400, 'malformed-multipart', 'Expected a boundary of 1 to 70 characters')
  }
  return boundary
}

function isFinished(parser: MultipartParser): boolean {
  try {
    parser.finish()
    return true
  } catch {
    return false
  }
}

function toProblem(error: unknown, limits: UploadLimits): unknown {
  if (error instanceof MaxFileSizeExceededError) {
    return new Problem(
      413,
      'too-large',
      `Expected images of at most ${limits.MAX_IMAGE_BYTES} bytes`,
    )
  }
  if (error instanceof MaxTotalSizeExceededError) {
    return new Problem(413, 'too-large', `Expected at most ${limits.MAX_UPLOAD_BYTES} bytes in all`)
  }
  if (error instanceof MaxPartsExceededError) {
    return new Problem(413, 'too-many-pages', `Expected at most ${limits.MAX_PAGES} pages`)
  }
  if (error instanceof MultipartParseError) {
    return new Problem(400, 'malformed-multipart', error.message)
  }
  return error
}
