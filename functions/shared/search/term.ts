/** Characters of a term; longer words are cut. */
const maxLength = 200
/** UTF-16 units of a word that are read: enough for a term with any accents. */
const maxUnits = 4 * maxLength

/** Search term of a word: lower case, `ß` as `ss` and `ſ` as `s`, Latin letters without accents. */
export function toTerm(word: string): string {
  // Fast path for most words.
  if (/^[a-z\d]+$/i.test(word)) return word.slice(0, maxLength).toLowerCase()
  // Kana and Chinese characters need no folding.
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
  return [...plain].slice(0, maxLength).join('')
}
