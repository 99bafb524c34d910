import type { Word } from '../../events/contract/recognition.ts'
import type { Store } from '../store.ts'
import type { NewDocument } from '../values/new-document.ts'
import { exampleDocument, textResult } from './examples.fixture.ts'

/** Words of a text, which are separated by white space. */
export function wordsIn(text: string): Word[] {
  return (text.match(/\S+/g) ?? []).map((word, place) => ({
    ...{ text: word, confidence: 80 },
    box: [place * 10, 1, place * 10 + 9, 12],
  }))
}

/** Saves a document with one page, recognized as this text with all of its words. */
export async function addRead(
  store: Store,
  text: string,
  changes: Partial<NewDocument> = {},
): Promise<string> {
  const document = exampleDocument(changes)
  await store.addDocument(document)
  await store.applyResult(textResult(document.id, { text, words: wordsIn(text) }))
  return document.id
}

/** Replaces the first word of the first page that has the text `was`. */
export async function correct(store: Store, documentId: string, was: string, text: string) {
  const page = await store.page(documentId, 1)
  const index = page?.words.findIndex((word) => word.text === was) ?? -1
  return store.correctWords(documentId, 1, [{ index, was, text }])
}
