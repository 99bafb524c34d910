import type { SearchResult } from './search.ts'

type Part = SearchResult['snippet'][number]

/**
 * A snippet without line breaks, with neighbours of one kind joined, and a long beginning cut so that the first
 * hit is visible.
 */
export function tidySnippet(parts: readonly Part[], { maxLead = 80 } = {}): Part[] {
  const tidy: Part[] = []
  for (const { text, hit } of parts) {
    const before = tidy.at(-1)
    if (before?.hit === hit) before.text += text
    else tidy.push({ text, hit })
  }
  for (const part of tidy) part.text = part.text.replace(/\s+/g, ' ')
  const [lead] = tidy
  if (lead && !lead.hit && tidy.length > 1 && lead.text.length > maxLead) {
    lead.text = `…${lead.text.slice(-maxLead).replace(/^\S*\s/, '')}`
  }
  return tidy.filter(({ text }) => text !== '')
}
