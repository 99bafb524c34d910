/** A plane of samples, a byte each; `stride` is the distance of two rows in bytes. */
export interface Plane {
  data: Uint8Array
  stride: number
}

/** Luma of each pixel, and chroma of each square of four. */
export interface Planes {
  y: Plane
  cb: Plane
  cr: Plane
}

/** How colours were coded. */
export interface Coding {
  /** Weights of red and blue in the luma. */
  kr: number
  kb: number
  /** Whether samples use all of 0 to 255; else luma 16 to 235, and chroma 16 to 240. */
  isFullRange: boolean
}

const bt601 = { kr: 0.299, kb: 0.114 }
const bt709 = { kr: 0.2126, kb: 0.0722 }
const maxHeaderBytes = 65_536

/**
 * Coding of a HEIF by its `nclx` colour box (ISO/IEC 14496-12, 12.1.5; codes of ITU-T H.273); without one, that of
 * cameras.
 */
export function codingOf(image: Uint8Array): Coding {
  const start = Buffer.from(image.subarray(0, maxHeaderBytes))
  const at = start.indexOf('colrnclx')
  if (at < 0 || at + 15 > start.length) return { ...bt601, isFullRange: true }
  const matrix = start.readUInt16BE(at + 12)
  return { ...(matrix === 1 ? bt709 : bt601), isFullRange: start.readUInt8(at + 14) >= 0x80 }
}

/** Red, green and blue of each pixel, a byte each, rows from the top. */
export function planesToRgb(
  { y, cb, cr }: Planes,
  size: { width: number; height: number },
  { kr, kb, isFullRange }: Coding,
): Uint8Array {
  const { width, height } = size
  const [black, lumaScale, chromaScale] = isFullRange ? [0, 1, 1] : [16, 255 / 219, 255 / 224]
  const kg = 1 - kr - kb
  const redOfCr = 2 * (1 - kr) * chromaScale
  const blueOfCb = 2 * (1 - kb) * chromaScale
  const greenOfCr = (redOfCr * kr) / kg
  const greenOfCb = (blueOfCb * kb) / kg
  const rgb = new Uint8ClampedArray(width * height * 3)
  let to = 0
  for (let row = 0; row < height; row += 1) {
    const ofLuma = row * y.stride
    const half = row >> 1
    for (let column = 0; column < width; column += 1) {
      const luma = ((y.data[ofLuma + column] ?? 0) - black) * lumaScale
      const blue = (cb.data[half * cb.stride + (column >> 1)] ?? 128) - 128
      const red = (cr.data[half * cr.stride + (column >> 1)] ?? 128) - 128
      rgb[to] = luma + redOfCr * red
      rgb[to + 1] = luma - greenOfCr * red - greenOfCb * blue
      rgb[to + 2] = luma + blueOfCb * blue
      to += 3
    }
  }
  return new Uint8Array(rgb.buffer)
}
