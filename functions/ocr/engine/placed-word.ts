import type { Word } from '../../shared/events/contract/recognition.ts'

/** Word in reading order; its text is empty for a rule or a picture mistaken for a word. */
export interface PlacedWord extends Word {
  startsLine: boolean
  startsParagraph: boolean
  /** False between most words of scripts without spaces. */
  hasSpaceBefore: boolean
}
