import type { Reader } from '../../reader/create-reader.ts'
import { readAs } from '../../reader/read-as.ts'

export interface WordLook {
  class: string
  /** Opacity of a doubtful word's tint, 0 to 1. */
  tint: number
  title: string | undefined
  isHit: boolean
}

/** Look of each word, over the picture and in the text. */
export function createWordLook(reader: Reader): (index: number) => WordLook {
  const loaded = reader.loaded.value
  const hits = reader.hits.value
  const { threshold, marksDoubtful } = reader.settings
  const limit = marksDoubtful.value ? threshold.value : 0

  return (index) => {
    const word = loaded?.words[index]
    if (!word) return { class: 'word', tint: 0, title: undefined, isHit: false }
    const isDoubtful = word.text !== '' && word.confidence < limit
    const isHit = hits.has(index)
    const names = [
      'word',
      isDoubtful && 'doubtful',
      word.corrected && 'corrected',
      word.text === '' && 'emptied',
      isHit && 'hit',
    ]
    const read = word.corrected ? readAs(loaded, index) : undefined
    return {
      class: names.filter(Boolean).join(' '),
      tint: isDoubtful ? 0.25 + 0.6 * (1 - word.confidence / limit) : 0,
      title: read !== undefined ? `Read as “${read}”` : undefined,
      isHit,
    }
  }
}

/** Index of the word that an event happened on. */
export function wordOf({ target }: Event): number | null {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
  return element ? Number(element.dataset.index) : null
}
