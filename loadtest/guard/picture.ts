import type { Sharp } from 'sharp'
import type { Density, FileFormat } from '../make-samples/file-format.ts'
import type { Writer } from './writer.ts'

/** Processing of a drawing before it is encoded; deterministic for a writer. */
export type Finish = (png: Uint8Array, writer: Writer) => Promise<Sharp>

/** A page for Chromium to draw, and the format of its file. */
export interface Page {
  /** Article element. */
  html: string
  /** Viewport in CSS px; the page may be taller. */
  width: number
  height: number
  /** Device pixels per CSS px. */
  scale: number
  isTransparent?: boolean
  finish: Finish
  format: FileFormat
  /** Resolution that the file states, if any. */
  dpi: Density
}

export interface Planned {
  kind: string
  draw: (writer: Writer) => Page | Promise<Page>
}
