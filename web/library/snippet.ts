import type { Finding } from './search.ts'

type Part = Finding['snippet'][number]

/**
 * A snippet as a card shows it: running on, neighbours of one kind joined, and of a long beginning
 * only the end, so that the first hit is in sight.
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
