import type { Client } from '../../system/glyphflow.ts'

/** A Glyphflow with a fixed number of replicas of ocr, all ready. */
export interface Stage {
  client: Client
  /** Work of each replica so far, in ms, by replica; null if the system does not tell. */
  workMs: () => Promise<Map<string, number> | null>
  close: () => Promise<void>
}

export interface Benchmark {
  images: Uint8Array[]
  /** Read first by the replicas of each stage, unmeasured. */
  warmUp: Uint8Array[]
  /** Work for each image, if it is known beforehand; else it is what the first round measures. */
  pagesMs: number[] | null
  open: (replicas: number) => Promise<Stage>
  /** Called after the last stage. */
  close?: () => Promise<void>
}
