import type { Word } from '../../shared/events/contract.ts'

/**
 * A word in reading order; without text where it is a rule, or a picture, that was taken for one.
 */
export interface PlacedWord extends Word {
  startsLine: boolean
  startsParagraph: boolean
  /** Within its line; not so between most words of scripts that have no spaces. */
  hasSpaceBefore: boolean
}
