import type { WordEdit } from '../../api/api.ts'

type Word = { index: number; text: string }

/**
 * Corrections that give the words of a line a new text. Words that stay keep their places; of those between them, each
 * gets one of the new words, the last one those that are left over, and words left over are taken away. New words
 * where none was join the word before them, or else the first one.
 */
export function toWordEdits(line: readonly Word[], newText: string): WordEdit[] {
  const shown = line.filter(({ text }) => text !== '')
  const words = shown.length > 0 ? shown : line.slice(0, 1)
  const wanted = newText.split(/\s+/).filter((text) => text !== '')
  const old = words.map(({ text }) => text)
  const texts: string[][] = old.map(() => [])
  let done = { word: 0, place: 0 }
  for (const next of [...commonWords(old, wanted), { word: old.length, place: wanted.length }]) {
    for (const [offset, text] of wanted.slice(done.place, next.place).entries()) {
      const word = Math.min(done.word + offset, next.word - 1)
      texts[Math.max(word, 0)]?.push(text)
    }
    const stays = old[next.word]
    if (stays !== undefined) texts[next.word]?.push(stays)
    done = { word: next.word + 1, place: next.place + 1 }
  }
  return words
    .map(({ index, text: was }, at) => ({ index, was, text: texts[at]?.join(' ') ?? '' }))
    .filter(({ was, text }) => was !== text)
}

interface Pair {
  word: number
  place: number
}

/** Places of a longest common subsequence, in both lists. */
function commonWords(old: readonly string[], wanted: readonly string[]): Pair[] {
  // Its length from each pair of places on.
  const lengths = old.map(() => new Uint16Array(wanted.length + 1))
  const lengthAt = ({ word, place }: Pair) => lengths[word]?.[place] ?? 0
  for (let word = old.length - 1; word >= 0; word--) {
    for (let place = wanted.length - 1; place >= 0; place--) {
      const row = lengths[word]
      if (!row) continue
      row[place] =
        old[word] === wanted[place]
          ? lengthAt({ word: word + 1, place: place + 1 }) + 1
          : Math.max(lengthAt({ word: word + 1, place }), lengthAt({ word, place: place + 1 }))
    }
  }
  const common: Pair[] = []
  let [word, place] = [0, 0]
  while (word < old.length && place < wanted.length) {
    if (old[word] === wanted[place]) common.push({ word: word++, place: place++ })
    else if (lengthAt({ word: word + 1, place }) >= lengthAt({ word, place: place + 1 })) word++
    else place++
  }
  return common
}
