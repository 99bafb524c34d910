import type { Data } from '../objects.ts'
import type { ColourProfile } from './colour-profile.ts'

/** A picture as PDF holds it: image XObjects of ISO 32000-1, 8.9.5. */
export interface PdfPicture {
  /** Size as stored, in px. */
  width: number
  height: number
  /** How the stored pixels are turned for display, 1 to 8 as in EXIF. */
  orientation: number
  /** Dots per inch of the stored picture; null if the file does not say. */
  resolution: { across: number; down: number } | null
  /** One below the other; most pictures have only one. */
  strips: Strip[]
  /** Whether its colours are of a press, for which a file for screens has no definition. */
  isCmyk: boolean
  /** What its colours are; null for those of screens (sRGB). */
  profile: ColourProfile | null
  /** Releases memory and disk space of `data`. */
  close?: () => Promise<void>
}

export interface Strip {
  /** px from the top */
  top: number
  /** px */
  height: number
  /** Entries of the image dictionary that say how `data` is encoded. */
  entries: string
  data: Data
}

/** Parts of a file as they are, from `from` up to `to`, in order. */
export type Ranges = { from: number; to: number }[]

export function lengthOf(ranges: Ranges): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0)
}
