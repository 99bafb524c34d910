import type { StoredWord } from '../values/stored.ts'

/**
 * What the text has before each word, and after the last one. If the text has other words, they are separated by
 * spaces, and by line breaks where their boxes are on different lines.
 */
export function gapsOf(text: string, words: StoredWord[]): string[] {
  return gapsInText(text, words) ?? gapsByBoxes(words)
}

/** What the text has before each word, and after the last one; null if it lacks one. */
export function gapsInText(text: string, words: Pick<StoredWord, 'text'>[]): string[] | null {
  const gaps: string[] = []
  let end = 0
  for (const word of words) {
    const start = text.indexOf(word.text, end)
    if (start < 0) return null
    gaps.push(text.slice(end, start))
    end = start + word.text.length
  }
  return [...gaps, text.slice(end)]
}

/** Spaces between words, and line breaks where their boxes are on different lines. */
export function gapsByBoxes(words: Pick<StoredWord, 'box'>[]): string[] {
  const gaps = words.map(({ box }, index) => {
    const before = words[index - 1]?.box
    if (!before) return ''
    return isOnLineOf(before, box) ? ' ' : '\n'
  })
  return [...gaps, '']
}

type Box = StoredWord['box']

/** Whether a word is on the line of the word before it: its middle is level with that word. */
function isOnLineOf([, beforeTop, , beforeBottom]: Box, [, top, , bottom]: Box): boolean {
  const middle = (top + bottom) / 2
  return middle > beforeTop && middle < beforeBottom
}

/**
 * Text of words with these gaps. Words without text were taken away: of the gaps around them, the greater break
 * stays, and none at the start and the end of the text.
 *
 *   'one' ' ' '' '\n' 'two'   ──►   'one\ntwo'
 */
export function joinWords(words: Pick<StoredWord, 'text'>[], gaps: string[]): string {
  const last = words.findLastIndex(({ text }) => text !== '')
  let joined = ''
  let gap = gaps[0] ?? ''
  for (const [index, { text }] of words.entries()) {
    const next = gaps[index + 1] ?? ''
    if (text !== '') {
      joined += gap + text
      gap = next
    } else if (joined === '') gap += next.trimStart()
    else {
      // Text of a gap is joined at once, so that it is not looked through again.
      const start = gap.trimEnd()
      joined += start
      const rest = gap.slice(start.length)
      gap = index > last ? next : greaterBreak(rest, next) + next.trimStart()
    }
  }
  return joined + gap
}

/** White space `before` or that at the start of `next`: what has more lines, or is longer. */
function greaterBreak(before: string, next: string): string {
  const after = next.slice(0, next.length - next.trimStart().length)
  const lines = linesIn(after) - linesIn(before)
  return lines > 0 || (lines === 0 && after.length > before.length) ? after : before
}

function linesIn(whiteSpace: string): number {
  return whiteSpace.split('\n').length
}
