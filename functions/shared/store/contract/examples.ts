import { randomUUID } from 'node:crypto'
import type { Recognition } from '../../contract.ts'
import type { NewDocument, PageResult, Store } from '../store.ts'

/** A store on a database of its own. What was opened is closed and removed when the test has finished. */
export interface TestStore {
  store: Store
  /** Another handle on the same database, as another process has. */
  openAnother(): Promise<Store>
  /** Puts a page into the state that a redrive leaves it in. */
  queueAgain(page: { documentId: string; page: number; try: number }): Promise<void>
}

export type OpenTestStore = () => Promise<TestStore>

export function exampleDocument(changes: Partial<NewDocument> = {}): NewDocument {
  return {
    id: randomUUID(),
    createdAt: new Date('2026-11-21T08:00:00.123Z'),
    filename: 'scan.png',
    batch: null,
    language: 'eng',
    idempotency: null,
    pages: examplePages(1),
    ...changes,
  }
}

export function examplePages(count: number): NewDocument['pages'] {
  return Array.from({ length: count }, (_, index) => ({
    mediaType: 'image/png',
    width: 100,
    height: 200,
    image: new Uint8Array([index + 1, 0, 255]),
  }))
}

export const exampleRecognition: Recognition = {
  text: 'Invoice No. 7',
  confidence: 91.5,
  width: 200,
  height: 100,
  words: [{ text: 'Invoice', confidence: 93, box: [1, 2, 30, 12] }],
  language: 'eng',
  engine: 'tesseract 5.3.0',
  model: 'eng fast',
  timings: { decodeMs: 1.5, recognizeMs: 600 },
}

interface PageOf {
  page?: number
  try?: number
}

export function textResult(
  documentId: string,
  { page = 1, try: number = 1, ...recognition }: PageOf & Partial<Recognition> = {},
): PageResult {
  return {
    documentId,
    page,
    try: number,
    status: 'done',
    recognition: { ...exampleRecognition, ...recognition },
  }
}

export function failedResult(
  documentId: string,
  { page = 1, try: number = 1 }: PageOf = {},
): PageResult {
  const error = { code: 'timeout', detail: 'It took more than 60 s.' } as const
  return { documentId, page, try: number, status: 'failed', error }
}

/** Saves a document whose pages have these texts; null for a page that is still queued. */
export async function addWithTexts(
  store: Store,
  texts: (string | null)[],
  changes: Partial<NewDocument> = {},
): Promise<string> {
  const document = exampleDocument({ pages: examplePages(texts.length), ...changes })
  await store.addDocument(document)
  for (const [index, text] of texts.entries()) {
    if (text === null) continue
    await store.applyResult(textResult(document.id, { page: index + 1, text }))
  }
  return document.id
}
