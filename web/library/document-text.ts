import type { Document, Page } from '../../functions/shared/http/api.ts'

/** The whole text as it is copied: pages parted by an empty line, without blanks at its ends. */
export function textOf({ pages }: Pick<Document, 'pages'>): string {
  return pages
    .map(({ text }) => text?.replace(/^\s*\n|\s+$/g, '') ?? '')
    .filter((text) => text !== '')
    .join('\n\n')
}

/**
 * Enough for the lines of a card; running on, because a card shows what it is and not how it is
 * set.
 */
export function excerptOf(text: string): { excerpt: string; isWhole: boolean } {
  const start = text.slice(0, 700)
  const excerpt = start.replace(/\s+/g, ' ').trim()
  return {
    excerpt,
    isWhole: start.length === text.length && excerpt.length < 200 && !/\n.*\n/.test(text.trim()),
  }
}

/** Something to read is on the page: not before it was read, and never if it is blank. */
export function hasText({ text }: Pick<Page, 'text'>): boolean {
  return text !== null && text.trim() !== ''
}

/** Coverage of a page that has been read as a whole: what is taken for print may be a picture. */
const whole = 95

/**
 * Confidence that is shown: that of the words, less the share of the print that is in none. Mean of
 * the pages that have a text, in whole per cent: a blank page says nothing about the others.
 */
export function confidenceOf({ pages }: Pick<Document, 'pages'>): number | null {
  return meanOf(
    pages.filter(hasText).flatMap(({ confidence, coverage }) => {
      return confidence === null ? [] : confidence * Math.min((coverage ?? 100) / whole, 1)
    }),
  )
}

/**
 * Share of the print that was not read, of the pages that have a text, in whole per cent; 0 for
 * next to none.
 */
export function unreadOf({ pages }: Pick<Document, 'pages'>): number {
  const coverage = meanOf(pages.filter(hasText).flatMap(({ coverage }) => coverage ?? [])) ?? 100
  return coverage < whole ? 100 - coverage : 0
}

function meanOf(values: number[]): number | null {
  if (values.length === 0) return null
  return Math.round(values.reduce((sum, each) => sum + each, 0) / values.length)
}

/** `scan.jpg` is downloaded as `scan.txt`. */
export function textFilename({ filename, id }: Pick<Document, 'filename' | 'id'>): string {
  return `${filename?.replace(/\.\w{1,5}$/, '') || id}.txt`
}
