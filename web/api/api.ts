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
import { type ExportFormat, exportUrl } from './links.ts'

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

/** A correction of one word. */
export interface WordEdit {
  /** Place in the words of the page. */
  index: number
  was: string
  text: string
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
export function createApi({ fetch, timeoutMs = 5000 }: ApiDeps) {
  async function request(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(path, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiProblem(0, 'no-response', 'The server did not answer')
    })
    if (!response.ok) throw toApiProblem(response.status, await response.text())
    return response
  }

  async function load(path: string, init?: RequestInit) {
    return (await request(path, init)).json()
  }

  const poll = (path: string) => load(path, { signal: AbortSignal.timeout(timeoutMs) })

  return {
    list: (query: ListQuery, signal?: AbortSignal): Promise<DocumentList> =>
      load(`v1/documents?${toSearch(query)}`, { signal }),
    get: (id: string): Promise<Document> => load(`v1/documents/${id}`),
    /** Deletes up to 200 documents, even if the page is left meanwhile. */
    removeAll: async (ids: readonly string[]): Promise<void> => {
      await request(`v1/documents?ids=${ids.join(',')}`, { method: 'DELETE', keepalive: true })
    },
    /** Reads pages again, by default the failed ones. */
    redrive: (id: string, choice?: RedriveChoice): Promise<Redriven> =>
      load(`v1/documents/${id}/redrive`, toInit('POST', choice)),
    /** Throws the problem of a document that the server cannot give in this format. Its bytes are not read. */
    requireExport: async (id: string, format: ExportFormat): Promise<void> => {
      const reading = new AbortController()
      await request(exportUrl(id, format), { signal: reading.signal })
      reading.abort()
    },
    /** ZIP of up to 1,000 documents in a format. */
    zip: async (ids: readonly string[], format: ExportFormat): Promise<Blob> => {
      const response = await request('v1/documents/zip', toInit('POST', { ids, format }))
      // Of a 202, nothing has been read yet.
      if (response.status !== 200) throw toApiProblem(response.status, await response.text())
      return response.blob()
    },
    /** A page with its words, as corrected or as recognized. */
    page: (
      id: string,
      page: number,
      reading: 'corrected' | 'recognized',
      signal?: AbortSignal,
    ): Promise<PageWithWords> =>
      load(`v1/documents/${id}/pages/${page}?reading=${reading}`, { signal }),
    /** Corrects words of a page; throws the problem `correction-conflict` if they have changed. */
    correct: (id: string, page: number, words: WordEdit[]): Promise<PageWithWords> =>
      load(`v1/documents/${id}/pages/${page}/text`, toInit('PATCH', { words })),
    /** Deletes the corrections of a page. */
    restore: (id: string, page: number): Promise<PageWithWords> =>
      load(`v1/documents/${id}/pages/${page}/text`, toInit('DELETE')),
    samples: (count: number): Promise<SamplesAccepted> =>
      load('v1/samples', toInit('POST', { count })),
    languages: (): Promise<LanguageList> => load('v1/languages'),
    system: (): Promise<System> => poll('v1/system'),
    /** Samples after a time, Unix ms. */
    systemHistory: (after: number): Promise<SystemHistory> =>
      poll(`v1/system/history?after=${after}`),
    /** Dead letters that were not redriven, newest first. */
    deadLetters: (query: { cursor?: string; limit: number }): Promise<DeadLetterList> =>
      load(`v1/dead-letters?redriven=false&${toSearch(query)}`),
    deleteDeadLetter: async ({ source, id }: { source: string; id: string }): Promise<void> => {
      await request(`v1/dead-letters?${toSearch({ source, id })}`, { method: 'DELETE' })
    },
  }
}

export type Api = ReturnType<typeof createApi>

/** Request with a JSON body, if there is one. */
function toInit(method: string, body?: object): RequestInit {
  const headers = { 'content-type': 'application/json' }
  return { method, ...(body && { headers, body: JSON.stringify(body) }) }
}

function toSearch(query: object): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.toString()
}
