import { type Signal, signal } from '@preact/signals'
import type { WordEdit } from '../../api/api.ts'
import type { LoadedPage } from '../loaded-page.ts'
import { toWordEdits } from './line-edits.ts'
import { linesOf, type Token } from './tokens.ts'

export interface Place {
  index: number
  /** The word, or the line that it is on. */
  what: 'word' | 'line'
}

/** An edit that was begun. What others change meanwhile does not change it, so that saving finds the conflict. */
export interface Edit extends Place {
  documentId: string
  page: number
  /** Words that are edited, with their text when the edit was begun. */
  tokens: readonly Token[]
  /** Their text in the field, at first. */
  text: string
  typed: string
  /** True while it is being saved, and once it is saved or cancelled. */
  isOver: Signal<boolean>
}

type PageId = Pick<LoadedPage, 'documentId' | 'page'>

/** Null if the page has no such word. */
export function beginEdit(page: PageId, all: readonly Token[], place: Place): Edit | null {
  const { documentId, page: number } = page
  const line = lineOf(all, place.index)
  const tokens = place.what === 'line' ? line : line.filter(({ index }) => index === place.index)
  if (tokens.length === 0) return null
  const text = tokens.flatMap((token) => (token.text === '' ? [] : token.text)).join(' ')
  return { ...place, documentId, page: number, tokens, text, typed: text, isOver: signal(false) }
}

/** Corrections that give the words what was typed; none if that changes nothing. */
export function wordEditsOf({ what, index, tokens, text: was, typed }: Edit): WordEdit[] {
  if (what === 'line') return toWordEdits(tokens, typed)
  const text = typed.replace(/\s+/g, ' ').trim()
  return text === was ? [] : [{ index, was, text }]
}

/** Word or line after that of an edit, or before it. */
export function neighbourOf({ what, index }: Place, tokens: readonly Token[], step: 1 | -1) {
  const shown = tokens.filter((token) => token.text !== '' || token.index === index)
  const starts = what === 'line' ? linesOf(shown).flatMap(([first]) => first ?? []) : shown
  const here = what === 'line' ? lineOf(shown, index)[0]?.index : index
  const next = starts[starts.findIndex((token) => token.index === here) + step]
  return next ? { index: next.index, what } : null
}

/** Words of the line that a word is on. */
function lineOf(tokens: readonly Token[], index: number): Token[] {
  return linesOf(tokens).find((line) => line.some((token) => token.index === index)) ?? []
}
