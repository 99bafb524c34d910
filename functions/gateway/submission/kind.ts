/** Kinds of pictures that are accepted, by sharp's name of them. */
export const mediaTypes = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  tiff: 'image/tiff',
} as const
export type Kind = keyof typeof mediaTypes

const accepted: [RegExp, Kind][] = [
  [/^\x89PNG\r\n.\n/, 'png'],
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^RIFF....WEBP/s, 'webp'],
  [/^GIF8[79]a/, 'gif'],
  [/^(II\*\0|MM\0\*)/, 'tiff'],
]

const known: [RegExp, string][] = [
  [/^%PDF-/, 'PDF'],
  [/^BM/, 'BMP'],
  [/^....ftyp(heic|heix|hevc|heim|heis|mif1|msf1)/s, 'HEIC'],
  [/^....ftypavi[fs]/s, 'AVIF'],
  [/^[^ -~]\x8b/, 'gzip'],
  [/^PK[^ -~]{2}/, 'ZIP'],
  [/^(data:|iVBORw0KGg|\/9j\/|UklGR|R0lGOD[dl]|SUkqA|TU0AK)/, 'base64'],
  [/^(\xef\xbb\xbf)?\s*<(svg|\?xml|!--|!doctype svg)/i, 'SVG'],
]

/** Told by the first bytes alone; what a client declares does not count. */
export function kindOf(image: Uint8Array): Kind | null {
  return find(accepted, image)
}

/** What a picture that is not accepted seems to be, for a person. */
export function guessKind(image: Uint8Array): string | null {
  return find(known, image)
}

function find<T>(signatures: [RegExp, T][], image: Uint8Array): T | null {
  const start = Buffer.from(image.subarray(0, 64)).toString('latin1')
  return signatures.find(([signature]) => signature.test(start))?.[1] ?? null
}
