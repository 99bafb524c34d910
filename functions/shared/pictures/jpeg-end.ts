import { isFrame, jpegSegments, markers } from './jpeg-segments.ts'

export const endMarker = Uint8Array.of(0xff, markers.endOfImage)
/** Coefficients of a block. */
const coefficients = 64
/** Limit of a scan; decoders reject frames with more. */
const maxComponents = 4

/** Lowest bit of each coefficient that the scans so far contain, by component id. */
type Precision = Map<number, number[]>

/**
 * `complete`: a JPEG has its end marker. `unterminated`: by its headers only the marker is missing, because its scans
 * contain all bits of all coefficients; only decoding shows whether the last scan is complete. Otherwise `truncated`.
 * https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */
export function jpegEnd(jpeg: Uint8Array): 'complete' | 'unterminated' | 'truncated' {
  const precision: Precision = new Map()
  for (const { code, data } of jpegSegments(jpeg)) {
    if (code === markers.endOfImage) return 'complete'
    if (isFrame(code) && precision.size === 0) addFrame(data, precision)
    if (code === markers.startOfScan) addScan(data, precision)
  }
  return hasAllBits(precision) ? 'unterminated' : 'truncated'
}

function addFrame(segment: Uint8Array, precision: Precision): void {
  const [count = 0] = segment.subarray(5)
  for (let index = 0; index < Math.min(count, maxComponents); index += 1) {
    const id = segment[6 + 3 * index]
    if (id !== undefined) precision.set(id, Array(coefficients).fill(Number.POSITIVE_INFINITY))
  }
}

function addScan(segment: Uint8Array, precision: Precision): void {
  const [count = 0] = segment
  const [first = 0, last = coefficients - 1, bits = 0] = segment.subarray(1 + 2 * count)
  for (let index = 0; index < Math.min(count, maxComponents); index += 1) {
    precision.get(segment[1 + 2 * index] ?? -1)?.fill(bits & 0x0f, first, last + 1)
  }
}

function hasAllBits(precision: Precision): boolean {
  return precision.size > 0 && [...precision.values()].flat().every((bit) => bit === 0)
}
