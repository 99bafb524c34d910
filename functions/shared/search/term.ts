/** Longer words are known by their beginning. */
const longestTerm = 200
/** Of a word, in UTF-16: enough for that, whatever accents it has. What follows is not looked at. */
const maxUnits = 4 * longestTerm

/** A word as it is searched: in either case, `ß` as `ss` and `ſ` as `s`, Latin letters without accents. */
export function toTerm(word: string): string {
  // Most words of most texts, sooner.
  if (/^[a-z\d]+$/i.test(word)) return word.slice(0, longestTerm).toLowerCase()
  // Kana and Chinese characters, of which nothing is folded.
  if (/^[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]{1,2}$/.test(word)) return word
  const plain = word
    .slice(0, maxUnits)
    .toWellFormed()
    .normalize('NFD')
    .replace(/(\p{Script=Latin})\p{Script=Inherited}+/gu, '$1')
    .toUpperCase()
    .toLowerCase()
    .replaceAll('ς', 'σ')
    .normalize('NFC')
  return [...plain].slice(0, longestTerm).join('')
}
