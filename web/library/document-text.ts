import type { Document, Page } from '../../functions/shared/http/api.ts'

/** Text of a document for copying: pages separated by an empty line, without blanks at the ends. */
export function textOf({ pages }: Pick<Document, 'pages'>): string {
  return pages
    .map(({ text }) => text?.replace(/^\s*\n|\s+$/g, '') ?? '')
    .filter((text) => text !== '')
    .join('\n\n')
}

/** First 700 characters without line breaks, enough for the lines of a card. */
export function excerptOf(text: string): { excerpt: string; isWhole: boolean } {
  const start = text.slice(0, 700)
  const excerpt = start.replace(/\s+/g, ' ').trim()
  return {
    excerpt,
    isWhole: start.length === text.length && excerpt.length < 200 && !/\n.*\n/.test(text.trim()),
  }
}

export function hasText({ text }: Pick<Page, 'text'>): boolean {
  return text !== null && text.trim() !== ''
}

/** Coverage that counts as fully read, in per cent: the rest may be a picture taken for print. */
const fullCoverage = 95

/**
 * Shown confidence, in whole per cent: that of the words, reduced by the share of unread print. Mean of the pages
 * with a text, because a blank page says nothing about the others.
 */
export function confidenceOf({ pages }: Pick<Document, 'pages'>): number | null {
  return meanOf(
    pages.filter(hasText).flatMap(({ confidence, coverage }) => {
      return confidence === null ? [] : confidence * Math.min((coverage ?? 100) / fullCoverage, 1)
    }),
  )
}

/** Unread share of the print on pages with a text, in whole per cent; 0 above `fullCoverage`. */
export function unreadOf({ pages }: Pick<Document, 'pages'>): number {
  const coverage = meanOf(pages.filter(hasText).flatMap(({ coverage }) => coverage ?? [])) ?? 100
  return coverage < fullCoverage ? 100 - coverage : 0
}

function meanOf(values: number[]): number | null {
  if (values.length === 0) return null
  return Math.round(values.reduce((sum, each) => sum + each, 0) / values.length)
}

/** `scan.jpg` is downloaded as `scan.txt`. */
export function textFilename({ filename, id }: Pick<Document, 'filename' | 'id'>): string {
  return `${filename?.replace(/\.\w{1,5}$/, '') || id}.txt`
}
