import type {
  Document,
  DocumentList,
  LanguageList,
  Redriven,
  SamplesAccepted,
} from '../../functions/shared/http/api.ts'
import type { System } from '../../functions/shared/http/system-api.ts'
import { ApiProblem, toApiProblem } from './api-problem.ts'

interface ListQuery {
  q?: string
  batch?: string
  cursor?: string
  limit?: number
}

export interface Api {
  list: (query: ListQuery, signal?: AbortSignal) => Promise<DocumentList>
  get: (id: string) => Promise<Document>
  remove: (id: string) => Promise<void>
  redrive: (id: string) => Promise<Redriven>
  samples: (count: number) => Promise<SamplesAccepted>
  languages: () => Promise<LanguageList>
  system: () => Promise<System>
}

/**
 * Client of the gateway's HTTP API, with URLs relative to the page. Methods throw an ApiProblem, or an
 * AbortError when aborted.
 */
export function createApi({ fetch }: { fetch: typeof globalThis.fetch }): Api {
  async function request(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(path, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiProblem(0, 'no-response', 'The server did not answer')
    })
    if (!response.ok) throw toApiProblem(response.status, await response.text())
    return response
  }

  return {
    list: async (query, signal) => {
      const response = await request(`v1/documents?${toSearch(query)}`, signal ? { signal } : {})
      return response.json()
    },
    get: async (id) => (await request(`v1/documents/${id}`)).json(),
    remove: async (id) => {
      await request(`v1/documents/${id}`, { method: 'DELETE' })
    },
    redrive: async (id) => (await request(`v1/documents/${id}/redrive`, { method: 'POST' })).json(),
    samples: async (count) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ count })
      return (await request('v1/samples', { method: 'POST', headers, body })).json()
    },
    languages: async () => (await request('v1/languages')).json(),
    system: async () => (await request('v1/system')).json(),
  }
}

function toSearch(query: ListQuery): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value))
  }
  return search.toString()
}
