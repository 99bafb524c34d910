/**
 * Letter or digit of a script written without spaces between words, as the source of a regular expression with the
 * flag `u`: Chinese, Japanese, Thai, Lao, Khmer and Burmese. Korean has spaces.
 * https://www.unicode.org/reports/tr24/#Script_Extensions
 */
export const unspaced =
  '(?=[\\p{scx=Hani}\\p{scx=Bopo}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}])[\\p{L}\\p{N}]'
