import { createRandom } from '../make-samples/random.ts'

const people = [
  'Harriet Pell',
  'Tom Okafor',
  'Ines Vaughan',
  'Mr Lindqvist',
  'Dora Maynard',
  'the new clerk',
  'Amir Castell',
  'the foreman',
  'Ruth Abernathy',
  'our neighbour',
]
const deeds = [
  'has mended',
  'will order',
  'forgot to count',
  'paid for',
  'wants to replace',
  'found',
  'carried away',
  'asked about',
  'is going to paint',
  'returned',
]
const things = [
  'the garden gate',
  'two boxes of nails',
  'the minutes of the meeting',
  'a copper kettle',
  'the invoice for the roof',
  'seven folding chairs',
  'the keys of the boat house',
  'a parcel without a name',
  'the old projector',
  'three sacks of flour',
]
const places = [
  'at the station',
  'behind the bakery',
  'in the reading room',
  'near the weir',
  'on the first floor',
  'beside the railway',
  'at the county office',
  'under the bridge',
  'in the valley',
]
const moments = [
  'on Monday',
  'before breakfast',
  'last week',
  'at a quarter past nine',
  'every spring',
  'in the afternoon',
  'after the storm',
  'within ten days',
  'on 14 October',
]
const ends = [
  'and nobody noticed',
  'because the weather turned',
  'although it cost 36 pounds',
  'which took the whole day',
  'so the bill is still open',
  'but the answer was short',
]
const words = [
  'harvest',
  'window',
  'ledger',
  'garden',
  'ticket',
  'copper',
  'bridge',
  'winter',
  'market',
  'report',
  'museum',
  'letter',
  'anchor',
  'yellow',
  'kitchen',
  'orchard',
  'village',
  'journal',
  'pattern',
  'quarter',
  'basket',
  'machine',
  'supply',
  'weather',
]
const wares = [
  'Brown bread',
  'Salted butter',
  'Oat milk',
  'Green apples',
  'Ground coffee',
  'Tomato soup',
  'Dish brush',
  'Washing soda',
  'Lamp oil',
  'Garden twine',
  'White vinegar',
  'Rice flour',
  'Smoked fish',
  'Honey jar',
  'Paper bags',
  'Wood screws',
]

export type Writer = ReturnType<typeof createWriter>

/** Plausible random English text, deterministic for a seed. */
export function createWriter(seed: string) {
  const random = createRandom(seed)
  const int = (min: number, max: number) => min + (random() % (max - min + 1))
  function pick<T>(items: readonly T[]): T {
    const item = items[int(0, items.length - 1)]
    if (item === undefined) throw new Error('Expected something to choose from')
    return item
  }
  const repeat = <T>(count: number, each: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => each(index))
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
  const two = (value: number) => String(value).padStart(2, '0')
  const sentence = () => {
    const parts = [pick(people), pick(deeds), pick(things), pick(places)]
    if (int(0, 1)) parts.push(pick(moments))
    const end = int(0, 2) === 0 ? `, ${pick(ends)}` : ''
    return `${capital(parts.join(' '))}${end}.`
  }
  return {
    random,
    int,
    pick,
    times: repeat,
    word: () => pick(words),
    /** A heading of two words. */
    title: () => `${capital(pick(words))} ${pick(words)}`,
    ware: () => pick(wares),
    name: () => pick(people.filter((name) => /^[A-Z]\S+ [A-Z]/.test(name))),
    sentence,
    paragraph: (sentences: number) => repeat(sentences, sentence).join(' '),
    amount: () => `${int(1, 99)}.${two(int(0, 99))}`,
    count: () => String(int(10, 9999)),
    date: () => `${two(int(1, 28))}.${two(int(1, 12))}.20${int(10, 26)}`,
    clock: () => `${two(int(0, 23))}:${two(int(0, 59))}`,
    file: () => `${pick(words)}_${int(100, 999)}.${pick(['png', 'txt', 'pdf', 'csv', 'jpg'])}`,
  }
}
