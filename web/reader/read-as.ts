import type { LoadedPage } from './loaded-page.ts'

type Words = Pick<LoadedPage, 'words' | 'recognized'>

/** Text that was read for a corrected word; undefined if it was read again since, with other words. */
export function readAs({ words, recognized }: Words, index: number): string | undefined {
  const [word, read] = [words[index], recognized?.[index]]
  return word && read && String(word.box) === String(read.box) ? read.text : undefined
}
