import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '../make-samples/random.ts'
import { filesIn } from '../pictures.ts'

export interface Chances {
  /** Integer in [from, to]. */
  whole(from: number, to: number): number
  /** True with probability 1 / `cases`. */
  oneIn(cases: number): boolean
  oneOf<T>(items: readonly T[]): T
  /** A word of the samples, with Zipf-distributed frequency: the nth word is n times rarer than the first. */
  word(): string
  words(count: number): string
  /** Chinese text without spaces, in lines. */
  characters(count: number): string
}

/** Ordered by frequency; the first entry is a word that is searched for. */
const characters = [
  '会议',
  ...'的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么',
  ...'心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现',
  ...'分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几议很业最间新什打便',
]
const charactersALine = 30

/** Deterministic for a seed. */
export function createChances(seed: string, vocabulary: string[]): Chances {
  const random = createRandom(seed)
  const share = () => random() / 2 ** 32
  const chances: Chances = {
    whole: (from, to) => from + Math.floor(share() * (to - from + 1)),
    oneIn: (cases) => share() * cases < 1,
    oneOf: (items) => items[Math.floor(share() * items.length)] as (typeof items)[number],
    word: () => vocabulary[Math.floor(vocabulary.length ** share()) - 1] ?? '',
    words: (count) => Array.from({ length: count }, chances.word).join(' '),
    characters: (count) =>
      Array.from({ length: count }, (_, index) => {
        const character = characters[Math.floor(characters.length ** share()) - 1] ?? ''
        return (index + 1) % charactersALine === 0 ? `${character}\n` : character
      }).join(''),
  }
  return chances
}

/** Words of the samples' texts, the most frequent first. */
export async function readVocabulary(): Promise<string[]> {
  const files = await filesIn(join(import.meta.dirname, '../samples'))
  const texts = files.filter((file) => file.endsWith('.txt')).map((file) => readFile(file, 'utf8'))
  const counts = new Map<string, number>()
  for (const word of (await Promise.all(texts)).join(' ').match(/\S*\p{L}\S*/gu) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([word]) => word)
}
