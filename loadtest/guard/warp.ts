import sharp from 'sharp'

type Point = readonly [number, number]

/**
 * Perspective view of the page on a dark background: each corner is displaced by up to `tilt` of the page's sides. Raw
 * RGB, with a margin of 4% around the page.
 */
export async function warp(
  png: Uint8Array,
  tilt: number,
  int: (min: number, max: number) => number,
) {
  const { data, info } = await sharp(png)
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const margin = Math.round(0.04 * Math.max(info.width, info.height))
  const [width, height] = [info.width + 2 * margin, info.height + 2 * margin]
  const off = (side: number) => Math.round((side * tilt * int(-100, 100)) / 100)
  const corner = (x: number, y: number): Point => [
    margin + x * info.width + off(info.width),
    margin + y * info.height + off(info.height),
  ]
  const toPage = inverseOf(corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1))
  const out = Buffer.alloc(width * height * 3, 52)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = toPage(x, y)
      const [sx, sy] = [u * info.width - 0.5, v * info.height - 0.5]
      if (sx < 0 || sy < 0 || sx >= info.width - 1 || sy >= info.height - 1) continue
      const [i, j] = [Math.floor(sx), Math.floor(sy)]
      const [a, b] = [sx - i, sy - j]
      for (let channel = 0; channel < 3; channel++) {
        const level = (dx: number, dy: number) =>
          data[((j + dy) * info.width + i + dx) * info.channels + channel] ?? 0
        out[(y * width + x) * 3 + channel] =
          (1 - b) * ((1 - a) * level(0, 0) + a * level(1, 0)) +
          b * ((1 - a) * level(0, 1) + a * level(1, 1))
      }
    }
  }
  return { data: out, info: { width, height, channels: 3 as const } }
}

/**
 * Maps the picture to the unit square, for a quadrilateral given clockwise from its upper left corner. Heckbert,
 * "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3.
 */
function inverseOf(p0: Point, p1: Point, p2: Point, p3: Point): (x: number, y: number) => Point {
  const [dx1, dy1] = [p1[0] - p2[0], p1[1] - p2[1]]
  const [dx2, dy2] = [p3[0] - p2[0], p3[1] - p2[1]]
  const sx = p0[0] - p1[0] + p2[0] - p3[0]
  const sy = p0[1] - p1[1] + p2[1] - p3[1]
  const denominator = dx1 * dy2 - dx2 * dy1
  const g = (sx * dy2 - dx2 * sy) / denominator
  const h = (dx1 * sy - sx * dy1) / denominator
  const [a, b, c] = [p1[0] - p0[0] + g * p1[0], p3[0] - p0[0] + h * p3[0], p0[0]]
  const [d, e, f] = [p1[1] - p0[1] + g * p1[1], p3[1] - p0[1] + h * p3[1], p0[1]]
  return (x, y) => {
    const [u, v] = [(e - f * h) * x + (c * h - b) * y, (f * g - d) * x + (a - c * g) * y]
    const w = (d * h - e * g) * x + (b * g - a * h) * y + (a * e - b * d)
    return [(u + b * f - c * e) / w, (v + c * d - a * f) / w]
  }
}
