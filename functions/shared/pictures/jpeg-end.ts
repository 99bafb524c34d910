const markers = { endOfImage: 0xd9, startOfScan: 0xda }
export const endMarker = Uint8Array.of(0xff, markers.endOfImage)
/** Coefficients of a block. */
const coefficients = 64
/** As in a scan; no decoder takes a frame of more. */
const maxComponents = 4

/** Lowest bit that scans have brought so far, of each coefficient of each component; by the component's number. */
type Precision = Map<number, number[]>

/**
 * `ended` where a JPEG has its end marker. `open` where it lacks that alone, as far as its headers tell: scans bring
 * all bits of all coefficients. Whether the last scan is whole, only decoding tells. Else `cut`.
 * https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B
 */
export function jpegEnd(jpeg: Uint8Array): 'ended' | 'open' | 'cut' {
  const precision: Precision = new Map()
  for (let at = 2; ; ) {
    const marker = markerFrom(jpeg, at)
    if (marker === null) return isWhole(precision) ? 'open' : 'cut'
    const { code, after } = marker
    if (code === markers.endOfImage) return 'ended'
    const length = ((jpeg[after] ?? 0) << 8) | (jpeg[after + 1] ?? 0)
    const segment = jpeg.subarray(after + 2, after + length)
    if (isFrame(code) && precision.size === 0) addFrame(segment, precision)
    if (code === markers.startOfScan) addScan(segment, precision)
    at = after + Math.max(length, 2)
  }
}

/** The next marker that a segment follows, or the end: neither a stuffed byte of a scan nor a restart. */
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

function isWhole(precision: Precision): boolean {
  return precision.size > 0 && [...precision.values()].flat().every((bit) => bit === 0)
}
