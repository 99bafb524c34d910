import type { Sharp } from 'sharp'
import type { Density, FileFormat } from '../make-samples/file-format.ts'
import type { Writer } from './writer.ts'

/** What becomes of a drawing before it is put into a file; the same for the same writer. */
export type Finish = (png: Uint8Array, writer: Writer) => Promise<Sharp>

/** A page that Chromium is to draw, and what file it becomes. */
export interface Page {
  /** Its article. */
  html: string
  /** Of the viewport, in CSS px; the page may be taller. */
  width: number
  height: number
  /** Device pixels for a CSS px. */
  scale: number
  isTransparent?: boolean
  finish: Finish
  format: FileFormat
  /** What the file says of itself, if anything. */
  dpi: Density
}

export interface Planned {
  kind: string
  draw: (writer: Writer) => Page | Promise<Page>
}
