/** Segment of a JPEG, without its marker and length: ITU-T T.81, B.1. */
export interface JpegSegment {
  /** Second byte of its marker. */
  code: number
  data: Uint8Array
  /** Whether other bytes than markers are before it, such as those of a scan. */
  followsData: boolean
}

export const markers = { startOfImage: 0xd8, endOfImage: 0xd9, startOfScan: 0xda, adobe: 0xee }

/**
 * Segments of a JPEG, up to its end marker or the end of the file:
 *
 *     FF D8, then segments: FF, marker (1 byte), length (2, with itself), data
 */
export function* jpegSegments(jpeg: Uint8Array): Generator<JpegSegment, void> {
  for (let at = 2; ; ) {
    const marker = markerFrom(jpeg, at)
    if (marker === null) return
    const { code, after, followsData } = marker
    const isEnd = code === markers.endOfImage
    const length = isEnd ? 0 : ((jpeg[after] ?? 0) << 8) | (jpeg[after + 1] ?? 0)
    yield { code, data: jpeg.subarray(after + 2, after + length), followsData }
    if (isEnd) return
    at = after + Math.max(length, 2)
  }
}

/** Next marker that begins a segment, or the end marker: skips stuffed bytes and restart markers. */
function markerFrom(jpeg: Uint8Array, start: number) {
  let followsData = false
  for (let at = start; at + 1 < jpeg.length; at += 1) {
    const code = jpeg[at + 1] ?? 0
    const isRestart = code >= 0xd0 && code <= 0xd7
    const isMarker = jpeg[at] === 0xff && code > 1 && !isRestart
    if (isMarker && code < 0xff) return { code, after: at + 2, followsData }
    // A marker may have any number of FF before it.
    if (!isMarker) followsData = true
  }
  return null
}

/** Whether a marker is one of SOF0 to SOF15; between them are DHT, JPG and DAC. */
export function isFrame(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)
}
