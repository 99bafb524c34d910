import type { Word } from '../../shared/events/contract/recognition.ts'
import type { Rotation } from '../../shared/events/contract/rotation.ts'
import type { Pixels } from './pixels.ts'
import { scale, turn } from './transform.ts'

type Point = [x: number, y: number]

/** Transformed picture, and the mapping of its points back to the picture. */
export interface View {
  pixels: Pixels
  toPicture: (point: Point) => Point
}

/** Place in a picture of this size of a point of the picture turned clockwise. */
export function turnedBack(
  [x, y]: Point,
  rotate: Rotation,
  { width, height }: { width: number; height: number },
): Point {
  switch (rotate) {
    case 0:
      return [x, y]
    case 90:
      return [y, height - x]
    case 180:
      return [width - x, height - y]
    case 270:
      return [width - y, x]
  }
}

/** Turns a view clockwise. */
export async function turned({ pixels, toPicture }: View, degrees: number): Promise<View> {
  const result = await turn(pixels, degrees)
  const angle = (-degrees * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return {
    pixels: result,
    toPicture([x, y]) {
      const [dx, dy] = [x - result.width / 2, y - result.height / 2]
      const turnedBack: Point = [dx * cos - dy * sin, dx * sin + dy * cos]
      return toPicture([turnedBack[0] + pixels.width / 2, turnedBack[1] + pixels.height / 2])
    },
  }
}

export async function scaled({ pixels, toPicture }: View, factor: number): Promise<View> {
  const result = await scale(pixels, factor)
  const [across, down] = [pixels.width / result.width, pixels.height / result.height]
  return { pixels: result, toPicture: ([x, y]) => toPicture([x * across, y * down]) }
}

/** Bounding box of a view's box in the picture: whole px, clipped to the picture. */
export function boxInPicture(
  { toPicture }: View,
  [left, top, right, bottom]: Word['box'],
  picture: { width: number; height: number },
): Word['box'] {
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ] as const
  const points = corners.map(([x, y]) => toPicture([x, y]))
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const within = (value: number, most: number) => Math.min(Math.max(Math.round(value), 0), most)
  return [
    within(Math.min(...xs), picture.width),
    within(Math.min(...ys), picture.height),
    within(Math.max(...xs), picture.width),
    within(Math.max(...ys), picture.height),
  ]
}
