import type { PdfPicture } from './pictures/pdf-picture.ts'

/** Points of 1/72 inch. */
const pointsPerInch = 72
/** Scanners write 100 and more; 72 and 96 is what software writes that knows none. */
const minResolution = 100
/** One side of a fax has a lower resolution than the other. */
const minOtherResolution = 60
const maxResolution = 4800
/** Limit of readers: ISO 32000-1, annex C. */
const maxSide = 14_400
/** A px of a screen, as in CSS. */
const pointsPerPixel = 0.75
/** The longer side of A4. */
const assumedSide = 842

export interface PageSize {
  /** In points. */
  width: number
  height: number
}

/**
 * Size of the page for a picture of `width` × `height` px as displayed. A believable resolution gives the size of the
 * paper. Without one a px has 0.75 points, and the longer side at most that of A4: photos of a phone have thousands
 * of px.
 */
export function pageSize(picture: PdfPicture | null, width: number, height: number): PageSize {
  const stored = picture?.resolution ?? null
  const isTurned = (picture?.orientation ?? 1) > 4
  const resolution = stored && isTurned ? { across: stored.down, down: stored.across } : stored
  if (resolution && isBelievable(resolution)) {
    const size = {
      width: (width * pointsPerInch) / resolution.across,
      height: (height * pointsPerInch) / resolution.down,
    }
    if (Math.max(size.width, size.height) <= maxSide) return size
  }
  const scale = Math.min(pointsPerPixel, assumedSide / Math.max(width, height))
  return { width: width * scale, height: height * scale }
}

function isBelievable({ across, down }: { across: number; down: number }): boolean {
  const [low, high] = [Math.min(across, down), Math.max(across, down)]
  return low >= minOtherResolution && high >= minResolution && high <= maxResolution
}
