import type { StoredPageWithWords } from '../../../../shared/store/values/stored.ts'
import { examplePage, pageOf, word } from '../../exported.fixture.ts'

export const [width, height] = [1000, 1400]

/** A page, by what is hard about it. */
export type Named = [string, StoredPageWithWords]

export const spacedPages: Named[] = (
  [
    [
      'words of different heights',
      [
        [
          word('Harbour', 20, 30, 190, 65),
          word('a', 200, 42, 215, 58),
          word('(gyp)', 230, 30, 320, 70),
        ],
      ],
    ],
    [
      'a letter alone on a line',
      [
        [word('Part', 20, 30, 90, 60)],
        [word('I', 20, 80, 24, 110)],
        [word('of', 20, 130, 60, 160)],
      ],
    ],
    [
      'a hyphen at the end of a line',
      [[word('calcula-', 20, 30, 190, 65)], [word('tions', 20, 80, 120, 110)]],
    ],
    [
      'words that nearly touch',
      [
        [
          word('March', 20, 30, 120, 60),
          word('I', 123, 30, 143, 60),
          word('saw', 145, 38, 200, 60),
        ],
      ],
    ],
    [
      'columns',
      [
        [word('left', 20, 30, 90, 60)],
        [word('below', 20, 80, 120, 110)],
        [word('right', 500, 30, 600, 60)],
      ],
    ],
    [
      'backslashes and brackets',
      [
        [
          word('a\\b', 20, 30, 90, 60),
          word('(c))', 100, 30, 160, 60),
          word('\u0d0d\u0a28', 200, 30, 260, 60),
        ],
      ],
    ],
    [
      'a control character within a word',
      [[word('on\u0000e', 20, 30, 90, 60), word('two\ud800', 100, 30, 160, 60)]],
    ],
    ['characters beyond 65,536', [[word('𝔊𝔩𝔶', 20, 30, 90, 60), word('😀', 100, 30, 130, 60)]]],
    [
      'Arabic, with a number',
      [
        [
          word('مرحبا', 700, 30, 800, 60),
          word('بالعالم', 560, 30, 690, 60),
          word('2026', 460, 30, 550, 60),
          word('عام', 400, 30, 450, 60),
        ],
      ],
    ],
    [
      'Hebrew',
      [
        [word('שלום', 700, 30, 800, 60), word('עולם', 560, 30, 690, 60)],
        [word('אחד', 740, 80, 800, 110)],
      ],
    ],
    [
      'Hebrew, of which a word was corrected to several',
      [[word('שלום עולם 2026', 500, 30, 800, 60), word('אחד', 400, 30, 480, 60)]],
    ],
    ['Devanagari and Thai', [[word('नमस्ते', 20, 30, 140, 70), word('สวัสดี', 160, 30, 260, 70)]]],
    ['words that run down', [[word('Axis', 20, 30, 50, 150), word('label', 20, 160, 50, 300)]]],
    ['words that run up', [[word('Axis', 20, 180, 50, 300), word('label', 20, 30, 50, 170)]]],
    [
      'upside down',
      [
        [
          word('first', 500, 30, 600, 60),
          word('second', 350, 30, 490, 60),
          word('third', 200, 30, 340, 60),
        ],
      ],
    ],
  ] as [string, StoredPageWithWords['words'][]][]
).map(([name, lines]): Named => [name, pageOf(lines, { width, height })])

export const poem = '春眠不覺曉處處聞啼鳥'
const poemText = '春眠不覺曉\n處處聞啼鳥\n'
/** Two lines of five characters, or two columns from the right. */
const placesOfPoem = {
  'from left to right': (index: number) => [index % 5, Math.floor(index / 5)],
  'from top to bottom': (index: number) => [9 - Math.floor(index / 5), index % 5],
}
/** Pages of a script that has no spaces, with the same words. */
export const unspacedPages = Object.entries(placesOfPoem).map(([name, place]): Named => {
  const words = [...poem].map((character, index) => {
    const [left = 0, top = 0] = place(index).map((cell) => cell * 50)
    return word(character, left, top, left + 46, top + 46)
  })
  return [name, examplePage({ width, height, text: poemText, words })]
})
