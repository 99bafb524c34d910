import type { Word } from '../../shared/events/contract/recognition.ts'
import type { StoredPageWithWords } from '../../shared/store/values/stored.ts'
import type { Exported } from './exported.ts'

type Box = Word['box']

export const word = (text: string, ...box: Box): Word => ({ text, confidence: 91.5, box })

/** A page that has been read, 400 × 300 px, with two words. */
export function examplePage(changes: Partial<StoredPageWithWords> = {}): StoredPageWithWords {
  return {
    ...{ page: 1, originalPage: null, status: 'done', try: 1, width: 400, height: 300 },
    ...{ text: 'Harbour office\n', confidence: 91.5, coverage: 99, language: 'eng' },
    ...{ engine: 'tesseract 5.3.0', model: 'fast', timings: null, error: null },
    rotate: 0,
    ...{ finishedAt: new Date('2026-11-21T08:00:00.987Z'), correctedAt: null },
    words: [word('Harbour', 20, 30, 90, 50), word('office', 100, 32, 150, 50)],
    wordsOmitted: false,
    ...changes,
  }
}

/** A page with these words, whose text has a line for each list. */
export function pageOf(
  lines: Word[][],
  changes: Partial<StoredPageWithWords> = {},
): StoredPageWithWords {
  const text = lines.map((line) => `${line.map(({ text }) => text).join(' ')}\n`).join('')
  return examplePage({ text, words: lines.flat(), ...changes })
}

/** A document with these pages, numbered from 1, which were recognized as they are unless `recognized` has others. */
export function exampleExported(
  pages: StoredPageWithWords[],
  changes: Partial<Exported['document']> = {},
  recognized = pages,
): Exported {
  const numbered = pages.map((page, index) => ({ ...page, page: index + 1 }))
  return {
    document: {
      ...{ id: '019aca3c-5d01-7c3e-9f57-2f1b8d0c6a11', status: 'done', filename: 'scan.png' },
      ...{ batch: null, language: 'eng', changes: 17, pages: numbered, finishedAt: null },
      createdAt: new Date('2026-11-21T08:00:00.123Z'),
      ...changes,
    },
    async *pages() {
      yield* numbered
    },
    recognized: async (page) => recognized[page - 1] ?? null,
  }
}

export async function joined(parts: AsyncIterable<string | Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const part of parts) all.push(Buffer.from(part))
  return Buffer.concat(all)
}

/** Pages of one file that are hard to write: markup, control characters, other scripts, no words, no text. */
export const hardPages: StoredPageWithWords[] = [
  examplePage(),
  pageOf([
    [word('<b>&amp;"\'', 1, 1, 50, 10), word('a\u0000\u0008b\ud800\ufffe', 60, 1, 90, 10)],
    [word('مرحبا', 200, 20, 280, 40), word('بالعالم', 100, 20, 190, 40)],
    [word('𝔊𝔩', 1.5, 50.25, 30, 60), word(']]>', 40, 50, 60, 60)],
  ]),
  examplePage({
    text: '中文 字\n',
    words: ['中', '文', '字'].map((text, at) => word(text, at * 20, 10, at * 20 + 18, 30)),
    language: 'chi_sim',
  }),
  examplePage({ text: 'One line\n\nAnother\n', words: [], wordsOmitted: true }),
  examplePage({ text: '', words: [], confidence: 0 }),
  examplePage({
    ...{ status: 'failed', text: null, words: [], confidence: null },
    engine: null,
    language: null,
  }),
].map((page, index) => ({ ...page, originalPage: index + 1 }))
