import type { PageWord } from '../protocol.ts'

/** The box as it would be if its line, turned by `quarters` clockwise, ran to the right. */
export function alongLine(
  [left, top, right, bottom]: PageWord['box'],
  quarters: number,
): PageWord['box'] {
  switch (quarters) {
    case 1:
      return [top, -right, bottom, -left]
    case 2:
      return [-right, -bottom, -left, -top]
    case 3:
      return [-bottom, left, -top, right]
    default:
      return [left, top, right, bottom]
  }
}

/** The smallest box around both. */
export function union(box: PageWord['box'], other: PageWord['box'] | null): PageWord['box'] {
  if (!other) return box
  return [
    ...([Math.min(box[0], other[0]), Math.min(box[1], other[1])] as const),
    ...([Math.max(box[2], other[2]), Math.max(box[3], other[3])] as const),
  ]
}
