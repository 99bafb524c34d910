import type { z } from 'zod'
import type {
  Accepted,
  Document,
  DocumentList,
  DocumentWithWords,
  LanguageList,
  PageWithWords,
  Redriven,
  SamplesAccepted,
} from '../../../shared/http/api.ts'
import type { DeadLetterList, System, SystemHistory } from '../../../shared/http/system-api.ts'

/** Example responses for the OpenAPI document. */

const id = '019aca3c-5d01-7c3e-9f57-2f1b8d0c6a11'
const at = '2026-11-21T08:00:00.123Z'

const accepted: Accepted = { id, status: 'queued', pageCount: 1 }

const page: z.infer<typeof PageWithWords> = {
  ...{ page: 1, status: 'done', try: 1, text: 'Harbour office', confidence: 95.5, coverage: 99.2 },
  ...{ width: 1240, height: 1754, language: 'eng', engine: 'tesseract 5.3.0', model: 'fast' },
  ...{ error: null, timings: { decodeMs: 12, recognizeMs: 310 }, correctedAt: null },
  words: [
    { text: 'Harbour', confidence: 96, box: [120, 130, 300, 165] },
    { text: 'office', confidence: 95, box: [312, 130, 430, 165] },
  ],
  wordsOmitted: false,
}
const { words: _, wordsOmitted: __, ...withoutWords } = page

const document: Document = {
  ...{ id, status: 'done', createdAt: at, finishedAt: '2026-11-21T08:00:00.987Z' },
  ...{ filename: 'scan.png', batch: null, language: 'eng', changes: 17 },
  ...{ pageCount: 1, pages: [withoutWords] },
}

const words: z.infer<typeof DocumentWithWords> = { ...document, pages: [page] }

const snippet = [
  { text: 'Harbour', hit: true },
  { text: ' office', hit: false },
]
const list: DocumentList = { documents: [{ ...document, snippet }], next: null, changes: 17 }

const redriven: Redriven = { id, status: 'processing', redrivenPages: 1 }
const samples: SamplesAccepted = {
  ...{ batch: 'f3b1c7de-8f5a-4d0c-9a63-7f0f3f2a9c55', documents: [id] },
}
const languages: LanguageList = {
  languages: [
    { code: 'eng', name: 'English' },
    { code: 'fra', name: 'French' },
  ],
  ...{ default: 'eng', auto: true },
}

const deadLetters: DeadLetterList = {
  deadLetters: [
    {
      ...{ source: '/glyphflow/gateway', id: `${id}.1.1` },
      ...{ type: 'dev.glyphflow.page.submitted.v1', documentId: id, page: 1, try: 1 },
      ...{ code: 500, reason: 'out of memory', destination: null, at, redrivenAt: null },
    },
  ],
  next: null,
}

const system: System = {
  ...{ services: null, topics: null, queuedPages: 0, submissions: 17 },
  deadLetters: { waiting: 0, latest: [] },
  reader: { engine: 'tesseract 5.3.0', model: 'fast' },
  dollarsPerHour: null,
  languages: ['eng', 'fra'],
  limits: {
    ...{ imageBytes: 33_554_432, pdfBytes: 209_715_200, uploadBytes: 209_715_200 },
    ...{ pages: 50, documentPages: 2000 },
    ...{ pixels: 200_000_000, side: 30_000 },
  },
  mediaTypes: ['image/png', 'image/jpeg', 'image/tiff', 'application/pdf'],
}

const systemHistory: SystemHistory = {
  ...{ now: 1_795_680_004_200, times: [1_795_680_000_100, 1_795_680_001_100] },
  services: [
    {
      ...{ name: 'ocr', wanted: [1, 2], ready: [0, 2], busy: [0, 2] },
      ...{ inFlight: [0, 2], waiting: [1, 0] },
    },
  ],
  topics: [{ name: 'images-feed', rate: [1.2, 3.4], groups: [{ name: 'ocr', lag: [5, 32] }] }],
}

const change = { change: 17, at, id, page: 1, status: 'done', try: 1 }
const changes = `event: page\ndata: ${JSON.stringify(change)}\nid: 17\n\n`

export const examples = {
  ...{
    id,
    accepted,
    document,
    words,
    page,
    list,
    redriven,
    samples,
    languages,
    deadLetters,
    system,
    systemHistory,
  },
  ...{ changes, text: 'Harbour office' },
}
