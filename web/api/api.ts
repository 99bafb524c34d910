import type {
  Document,
  DocumentList,
  LanguageList,
  PageWithWords,
  Redriven,
  SamplesAccepted,
} from '../../functions/shared/http/api.ts'
import type {
  DeadLetterList,
  System,
  SystemHistory,
} from '../../functions/shared/http/system-api.ts'
import { ApiProblem, toApiProblem } from './api-problem.ts'
import type { ExportFormat } from './links.ts'

interface ListQuery {
  q?: string
  batch?: string
  status?: Document['status']
  kind?: 'image' | 'pdf'
  createdAfter?: string
  createdBefore?: string
  /** Document ids, separated by commas. */
  ids?: string
  cursor?: string
  limit?: number
}

/** Pages to read again, and how; what is left out stays as it was. */
export interface RedriveChoice {
  pages: 'failed' | 'all' | number[]
  language?: string
  /** Source of the text of a PDF's pages. */
  text?: 'auto' | 'ocr'
  /** Degrees clockwise by which the picture is turned before recognition. */
  rotate?: number
  /** Whether the pages wait behind single pages of others. */
  bulk?: boolean
}

interface WordCorrection {
  /** Place in the words of the page. */
  index: number
  was: string
  text: string
}

export interface Api {
  list: (query: ListQuery, signal?: AbortSignal) => Promise<DocumentList>
  get: (id: string) => Promise<Document>
  /** Deletes up to 200 documents; with keepalive, even if the page is left. */
  removeAll: (ids: readonly string[], options: { keepalive: boolean }) => Promise<void>
  /** Reads pages again, by default the failed ones. */
  redrive: (id: string, choice?: RedriveChoice) => Promise<Redriven>
  /** ZIP of up to 1,000 documents in a format. */
  zip: (ids: readonly string[], format: ExportFormat) => Promise<Blob>
  /** A page with its words, as corrected or as recognized. */
  page: (
    id: string,
    page: number,
    reading: 'corrected' | 'recognized',
    signal?: AbortSignal,
  ) => Promise<PageWithWords>
  /** Corrects words of a page; throws the problem `correction-conflict` if they have changed. */
  correct: (id: string, page: number, words: WordCorrection[]) => Promise<PageWithWords>
  /** Deletes the corrections of a page. */
  restore: (id: string, page: number) => Promise<PageWithWords>
  samples: (count: number) => Promise<SamplesAccepted>
  languages: () => Promise<LanguageList>
  system: () => Promise<System>
  /** Samples after a time, Unix ms. */
  systemHistory: (after: number) => Promise<SystemHistory>
  /** Dead letters that were not redriven, newest first. */
  deadLetters: (query: { cursor?: string; limit: number }) => Promise<DeadLetterList>
  deleteDeadLetter: (event: { source: string; id: string }) => Promise<void>
}

export interface ApiDeps {
  fetch: typeof globalThis.fetch
  /** Timeout of what is polled, ms. */
  timeoutMs?: number
}

/**
 * Client of the gateway's HTTP API, with URLs relative to the page. Methods throw an ApiProblem, an AbortError when
 * aborted, or a TimeoutError if a polled response does not end.
 */
export function createApi({ fetch, timeoutMs = 5000 }: ApiDeps): Api {
  async function request(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(path, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiProblem(0, 'no-response', 'The server did not answer')
    })
    if (!response.ok) throw toApiProblem(response.status, await response.text())
    return response
  }

  function sendTo(method: string, path: string, body?: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return request(path, { method, ...(body && { headers, body: JSON.stringify(body) }) })
  }

  async function send(method: string, path: string, body?: object) {
    return (await sendTo(method, path, body)).json()
  }

  async function poll(path: string) {
    return (await request(path, { signal: AbortSignal.timeout(timeoutMs) })).json()
  }

  return {
    list: async (query, signal) => {
      const response = await request(`v1/documents?${toSearch(query)}`, signal ? { signal } : {})
      return response.json()
    },
    get: async (id) => (await request(`v1/documents/${id}`)).json(),
    removeAll: async (ids, { keepalive }) => {
      await request(`v1/documents?ids=${ids.join(',')}`, { method: 'DELETE', keepalive })
    },
    redrive: (id, choice) => send('POST', `v1/documents/${id}/redrive`, choice),
    zip: async (ids, format) => {
      const response = await sendTo('POST', 'v1/documents/zip', { ids, format })
      // Of a 202, nothing has been read yet.
      if (response.status !== 200) throw toApiProblem(response.status, await response.text())
      return response.blob()
    },
    page: async (id, page, reading, signal) => {
      const path = `v1/documents/${id}/pages/${page}?reading=${reading}`
      return (await request(path, signal ? { signal } : {})).json()
    },
    correct: (id, page, words) => send('PATCH', `v1/documents/${id}/pages/${page}/text`, { words }),
    restore: (id, page) => send('DELETE', `v1/documents/${id}/pages/${page}/text`),
    samples: (count) => send('POST', 'v1/samples', { count }),
    languages: async () => (await request('v1/languages')).json(),
    system: () => poll('v1/system'),
    systemHistory: (after) => poll(`v1/system/history?after=${after}`),
    deadLetters: async (query) =>
      (await request(`v1/dead-letters?redriven=false&${toSearch(query)}`)).json(),
    deleteDeadLetter: async ({ source, id }) => {
      await request(`v1/dead-letters?${toSearch({ source, id })}`, { method: 'DELETE' })
    },
  }
}

function toSearch(query: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.toString()
}
