/** Accepted image formats, by sharp's names. */
export const mediaTypes = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
} as const
export type ImageFormat = keyof typeof mediaTypes

const acceptedSignatures: [RegExp, ImageFormat][] = [
  [/^\x89PNG\r\n.\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^RIFF....WEBP/s, 'webp'],
  [/^GIF8[79]a/, 'gif'],
  [/^(II\*\0|MM\0\*)/, 'tiff'],
]

const rejectedSignatures: [RegExp, string][] = [
  [/^%PDF-/, 'PDF'],
  [/^BM/, 'BMP'],
  [/^....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/s, 'HEIC'],
  [/^....ftypavi[fs]/s, 'AVIF'],
  [/^[^ -~]\x8b/, 'gzip'],
  [/^PK[^ -~]{2}/, 'ZIP'],
  [/^(data:|iVBORw0KGg|\/9j\/|UklGR|R0lGOD[dl]|SUkqA|TU0AK)/, 'base64'],
  [/^(\xef\xbb\xbf)?\s*<(svg|\?xml|!--|!doctype svg)/i, 'SVG'],
]

/** Format by signature; the declared media type is ignored. */
export function formatOf(image: Uint8Array): ImageFormat | null {
  return find(acceptedSignatures, image)
}

/** Likely format of a rejected upload, for an error message. */
export function guessFormat(image: Uint8Array): string | null {
  return find(rejectedSignatures, image)
}

function find<T>(signatures: [RegExp, T][], image: Uint8Array): T | null {
  const start = Buffer.from(image.subarray(0, 64)).toString('latin1')
  return signatures.find(([signature]) => signature.test(start))?.[1] ?? null
}
