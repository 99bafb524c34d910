/** Grey levels, a byte a pixel, row by row from the top. */
export interface Grey {
  grey: Uint8Array
  width: number
  height: number
}

export interface Pixels extends Grey {
  /** In dpi. */
  resolution: number
}

/** Throws RangeError unless `grey` has `width` × `height` pixels: engines do not check it. */
export function requireAllPixels({ grey, width, height }: Pixels): void {
  if (grey.length > 0 && grey.length === width * height) return
  throw new RangeError(`Expected ${width} × ${height} pixels, got ${grey.length}`)
}
