import { expect, test } from 'vitest'
import { placedWords } from './placed-words.ts'
import { readingOf } from './reading.ts'

/**
 * Text and words of lines, each given by its words and as Tesseract prints it; and the number of
 * lines that were printed.
 */
function read(lines: { words: string[]; printed: string }[]) {
  const words = lines.flatMap(({ words, printed }) =>
    words.map((text, index) => ({ text, printed, startsLine: index === 0 })),
  )
  let at = 0
  let linesPrinted = 0
  const placed = placedWords({
    word: () => ({
      ...{ text: words[at]?.text ?? '', startsLine: words[at]?.startsLine ?? false },
      ...{ confidence: 90, box: [1, 2, 30, 12], startsParagraph: false },
    }),
    line: () => {
      linesPrinted += 1
      return words[at]?.printed ?? ''
    },
    next: () => {
      at += 1
      return at < words.length
    },
  })
  const reading = readingOf(placed, { grey: new Uint8Array(0), width: 0, height: 0 })
  return { text: reading.text, words: reading.words.map(({ text }) => text), linesPrinted }
}

test.each([
  ['渡船 在 早上', '渡船在早上\n'],
  ['Windows 会 议 2024', 'Windows 会议 2024\n'],
  ['打开 Windows 设 置 ，', '打开Windows设置，\n'],
  ['姓名 ： 王小明 电话', '姓名：王小明     电话\n'],
  ['คุ ณ วั น', 'คุณ วัน\n'],
  ['の 会 議', 'の会議\n'],
  ['会 会 会', '会会 会\n'],
])('the words %j are spaced as printed: %j', (words, printed) => {
  const { text, words: texts } = read([{ words: words.split(' '), printed }])

  expect(text).toBe(printed.replace(/ +/g, ' '))
  expect(texts).toEqual(words.split(' '))
})

test('only lines of scripts without spaces are printed, each once', () => {
  const { text, linesPrinted } = read([
    { words: ['Damson', 'jam'], printed: 'not requested' },
    { words: ['회의', '일정'], printed: 'not requested' },
    { words: ['1999', '会', '议'], printed: '1999 会议\n' },
  ])

  expect(text).toBe('Damson jam\n회의 일정\n1999 会议\n')
  expect(linesPrinted).toBe(1)
})

test('a word missing from its printed line keeps its space', () => {
  const { text } = read([{ words: ['会', 'שלום', '议'], printed: '会\u200fשלו\u200fם议\n' }])

  expect(text).toBe('会 שלום议\n')
})

test('a rule mistaken for a word removes no space', () => {
  const { text } = read([{ words: ['会', ' ', '议'], printed: '会 \u3000议\n' }])

  expect(text).toBe('会 议\n')
})
