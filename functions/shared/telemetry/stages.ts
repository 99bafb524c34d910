import type { ServerTiming } from './server-timing.ts'
import { stageSpans } from './span-names.ts'
import { inChild } from './spans.ts'

/** Stages of an event within a function. */
type Stage = keyof typeof stageSpans
/** Words about an event. */
type StageWord = 'outcome' | 'code' | 'engine' | 'language'

/** Record of one event, which the function's answer carries; each stage is a span of the event as well. */
export interface Stages {
  /** Runs the work of a stage and notes its time, of failed work as well. */
  run<T>(stage: Stage, work: () => T | Promise<T>): Promise<T>
  /** Notes a time in ms that was measured elsewhere. */
  time(name: 'page', ms: number): void
  word(name: StageWord, value: string): void
  timing(): ServerTiming
}

/** `onRun` is called as each stage begins. */
export function createStages(onRun: () => void = () => {}): Stages {
  const timing: Record<string, number | string> = {}
  return {
    async run(stage, work) {
      onRun()
      const startedAt = performance.now()
      try {
        return await inChild(stageSpans[stage], work)
      } finally {
        timing[stage] = Number(timing[stage] ?? 0) + performance.now() - startedAt
      }
    },
    time(name, ms) {
      timing[name] = ms
    },
    word(name, value) {
      timing[name] = value
    },
    timing: () => timing,
  }
}
