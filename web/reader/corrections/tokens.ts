import type { PageWithWords } from '../../../functions/shared/http/api.ts'
import { markHits } from '../../library/hits.ts'

type Words = readonly Pick<PageWithWords['words'][number], 'text' | 'box'>[]

/** A word in the text of its page. */
export interface Token {
  /** Place in the words of the page. */
  index: number
  text: string
  /** White space of the text before it; none before the first one. */
  before: string
}

/**
 * The words of a page with what the text has between them. If the text has other words, the white space is told by
 * their boxes.
 */
export function toTokens(text: string, words: Words): Token[] {
  const gaps = gapsInText(text, words) ?? gapsByBoxes(words)
  return words.map((word, index) => ({ index, text: word.text, before: gaps[index] ?? '' }))
}

function gapsInText(text: string, words: Words): string[] | null {
  let at = 0
  const gaps: string[] = []
  for (const word of words) {
    const start = text.indexOf(word.text, at)
    const gap = text.slice(at, start)
    if (start < 0 || gap.trim() !== '') return null
    gaps.push(gaps.length === 0 ? '' : gap)
    at = start + word.text.length
  }
  return text.slice(at).trim() === '' ? gaps : null
}

function gapsByBoxes(words: Words): string[] {
  return words.map(({ box: [, top, , bottom] }, index) => {
    const before = words[index - 1]?.box
    if (!before) return ''
    const middle = (top + bottom) / 2
    return middle > before[1] && middle < before[3] ? ' ' : '\n'
  })
}

/** Words by line. One without text, taken away by a correction, belongs to the line before it. */
export function linesOf<Word extends Token>(words: readonly Word[]): Word[][] {
  const lines: Word[][] = []
  for (const word of words) {
    const line = lines.at(-1)
    if (line && !word.before.includes('\n')) line.push(word)
    else lines.push([word])
  }
  return lines
}

/** Indices of the words that a search hits. */
export function hitWords(tokens: readonly Token[], query: string): ReadonlySet<number> {
  const hits = new Set<number>()
  if (query === '') return hits
  const text = tokens.map(({ before, text }) => before + text).join('')
  const ranges: [number, number][] = []
  let at = 0
  for (const part of markHits(text, query)) {
    if (part.hit) ranges.push([at, at + part.text.length])
    at += part.text.length
  }
  at = 0
  for (const { index, before, text } of tokens) {
    const start = at + before.length
    at = start + text.length
    // Ranges are in order: those that end before this word hit no later one.
    while (ranges[0] && ranges[0][1] <= start) ranges.shift()
    if (ranges[0] && ranges[0][0] < at) hits.add(index)
  }
  return hits
}
