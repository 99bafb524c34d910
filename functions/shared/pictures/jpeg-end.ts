const markers = { endOfImage: 0xd9, startOfScan: 0xda }
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
  for (let at = 2; ; ) {
    const marker = markerFrom(jpeg, at)
    if (marker === null) return hasAllBits(precision) ? 'unterminated' : 'truncated'
    const { code, after } = marker
    if (code === markers.endOfImage) return 'complete'
    const length = ((jpeg[after] ?? 0) << 8) | (jpeg[after + 1] ?? 0)
    const segment = jpeg.subarray(after + 2, after + length)
    if (isFrame(code) && precision.size === 0) addFrame(segment, precision)
    if (code === markers.startOfScan) addScan(segment, precision)
    at = after + Math.max(length, 2)
  }
}

/** Next marker that begins a segment, or the end marker: skips stuffed bytes and restart markers. */
function markerFrom(jpeg: Uint8Array, start: number): { code: number; after: number } | null {
  for (let at = start; at + 1 < jpeg.length; at += 1) {
    if (jpeg[at] !== 0xff) continue
    const code = jpeg[at + 1] ?? 0
    const isRestart = code >= 0xd0 && code <= 0xd7
    if (code > 1 && code < 0xff && !isRestart) return { code, after: at + 2 }
  }
  return null
}

/** SOF0 to SOF15; between them are DHT, JPG and DAC. */
const isFrame = (code: number) => code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)

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
