import { randomUUID } from 'node:crypto'
import type { Recognition } from '../../events/contract/recognition.ts'
import { inMemory, readAll } from '../originals.ts'
import type { DeadLetter } from '../recovery.ts'
import type { Store } from '../store.ts'
import type { IdempotencyKey, NewDocument, NewPage } from '../values/new-document.ts'
import type { Change, PageResult } from '../values/stored.ts'

/** Store on a new database. Stores are closed, and the database is removed, at the end of the test. */
export interface TestStore {
  store: Store
  /** Opens another handle on the same database, like another process. */
  openAnother(): Promise<Store>
}

/** `now` is the clock of the store, in ms since 1970. */
export type OpenTestStore = (options?: { now?: () => number }) => Promise<TestStore>

export const exampleTraceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

export function exampleDocument(changes: Partial<NewDocument> = {}): NewDocument {
  return {
    id: randomUUID(),
    createdAt: new Date('2026-11-21T08:00:00.123Z'),
    filename: 'scan.png',
    batch: null,
    language: 'eng',
    traceparent: exampleTraceparent,
    idempotency: null,
    pages: examplePages(1),
    ...changes,
  }
}

export function exampleKey(changes: Partial<IdempotencyKey> = {}): IdempotencyKey {
  return { key: 'k', fingerprint: 'f', at: new Date('2026-11-21T08:00:00.123Z'), ...changes }
}

export function examplePages(count: number): NewDocument['pages'] {
  return Array.from({ length: count }, (_, index) => examplePage(Uint8Array.of(index + 1, 0, 255)))
}

export function examplePage(image: Uint8Array): NewPage {
  return { mediaType: 'image/png', width: 100, height: 200, ...inMemory(image) }
}

/** Original of a page; null if there is none. */
export async function imageOf(store: Store, documentId: string, page: number) {
  const original = await store.original(documentId, page)
  return original && readAll(original)
}

export const exampleRecognition: Recognition = {
  text: 'Invoice No. 7',
  confidence: 91.5,
  coverage: 98.5,
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

/** Saves a document whose pages have these texts; null for a queued page. */
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

/** Saves a document with `count` queued pages. */
export async function addPages(store: Store, count: number): Promise<string> {
  return addWithTexts(
    store,
    Array.from({ length: count }, () => null),
  )
}

/** Saves a document with `count` appended pages. */
export async function addAppended(store: Store, count: number): Promise<string> {
  const documentId = await addPages(store, count)
  await appendAgain(store, documentId)
  return documentId
}

/** Fails a page, and queues it with its next try. */
export async function failAndRedrive(store: Store, documentId: string, page = 1) {
  const stored = await store.page(documentId, page)
  await store.applyResult(failedResult(documentId, { page, try: stored?.try ?? 1 }))
  await store.redrive(documentId)
}

export async function changesOf(store: Store, after = 0): Promise<Change[]> {
  return store.changesAfter(after, { limit: 1000 })
}

export function exampleLetter(changes: Partial<DeadLetter> = {}): DeadLetter {
  return {
    source: '/glyphflow/gateway',
    id: randomUUID(),
    type: 'dev.glyphflow.page.submitted.v1',
    documentId: null,
    page: null,
    try: null,
    code: 500,
    reason: 'It broke.',
    destination: 'http://ocr',
    attributes: { language: 'eng', try: '1' },
    at: new Date('2026-11-21T08:00:00.123Z'),
    ...changes,
  }
}

export async function appendAgain(store: Store, documentId: string) {
  await store.markAppended(documentId, await store.unappendedPages(documentId))
}

/** Appends and ends a further page, and requeues all pages appended before it as lost. */
export async function loseAll(store: Store): Promise<number> {
  const mark = await store.latestAppend()
  await overtake(store)
  return store.requeueLost({ upTo: mark, after: mark })
}

/** Appends and ends a further page. */
export async function overtake(store: Store) {
  const documentId = await addAppended(store, 1)
  await store.applyResult(textResult(documentId))
}
