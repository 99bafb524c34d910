import { isPdf, pdfMediaType } from '../../shared/pdf/media-type.ts'
import { isBmp } from '../../shared/pictures/foreign/bmp-header.ts'

/** Accepted image formats, by sharp's names; sharp calls a HEIC a HEIF with another compression, and has no BMP. */
export const imageTypes = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
  heif: 'image/avif',
  heic: 'image/heic',
  bmp: 'image/bmp',
} as const
export type ImageFormat = keyof typeof imageTypes

/** Accepted media types. */
export const mediaTypes = [...Object.values(imageTypes), pdfMediaType]

const acceptedSignatures: [RegExp, ImageFormat][] = [
  [/^\x89PNG\r\n.\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^RIFF....WEBP/s, 'webp'],
  [/^GIF8[79]a/, 'gif'],
  [/^(II[*+]\0|MM\0[*+])/, 'tiff'],
  // Brands of still pictures: ISO/IEC 23008-12, B.4. Those of a picture may be both, and its header tells.
  [/^....ftyp(avi[fs]|mif1.{4}(.{4})*avif)/s, 'heif'],
  [/^....ftyp(hei[cxm]|mif1.{4}(.{4})*hei[cx])/s, 'heic'],
]

const rejectedSignatures: [RegExp, string][] = [
  [/^BM/, 'broken BMP'],
  [/^....ftyp(hevc|heis|mif1|msf1)/s, 'sequence of pictures, or an unknown HEIF'],
  [/^[^ -~]\x8b/, 'gzip'],
  [/^PK[^ -~]{2}/, 'ZIP'],
  [/^(data:|iVBORw0KGg|\/9j\/|UklGR|R0lGOD[dl]|SUkqA|TU0AK)/, 'base64'],
  [/^(\xef\xbb\xbf)?\s*<(svg|\?xml|!--|!doctype svg)/i, 'SVG'],
]

/** Format by signature, of an AVIF or a HEIC either; the declared media type is ignored. */
export function formatOf(image: Uint8Array): ImageFormat | null {
  if (isBmp(image)) return 'bmp'
  return find(acceptedSignatures, image)
}

/** Whether a file is taken for a PDF, by its first bytes: an image may have the header of a PDF among its metadata. */
export function isPdfFile(head: Uint8Array): boolean {
  return formatOf(head) === null && isPdf(head)
}

/** Likely format of a rejected upload, for an error message. */
export function guessFormat(image: Uint8Array): string | null {
  return find(rejectedSignatures, image)
}

function find<T>(signatures: [RegExp, T][], image: Uint8Array): T | null {
  const start = Buffer.from(image.subarray(0, 64)).toString('latin1')
  return signatures.find(([signature]) => signature.test(start))?.[1] ?? null
}
