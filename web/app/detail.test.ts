import { signal } from '@preact/signals'
import { expect, test, vi } from 'vitest'
import type { Document } from '../../functions/shared/http/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { noFilter } from '../library/filter.ts'
import { createLibrary } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import type { Navigation } from '../routing/navigation.ts'
import { createDetail } from './detail.ts'

const loaded: Document = {
  ...toQueuedDocument({ id: 'd', pages: 1 }),
  changes: 7,
  filename: 'd.png',
}

function setUp(get: () => Promise<Document>, ids = ['c', 'd', 'e']) {
  const library = createLibrary()
  const route = signal<Navigation['route']['value']>({
    ...{ view: 'documents', query: '', filter: noFilter, documentId: null, page: 1 },
  })
  const api = { get: vi.fn(get) }
  const loadOlder = vi.fn()
  const hasOlder = signal(false)
  const detail = createDetail({
    ...{ api, library, navigation: { route } as Navigation },
    ...{ order: signal(ids), hasOlder, loadOlder },
  })
  const open = (documentId: string) => {
    route.value = { ...route.value, documentId }
  }
  const nameShown = () => {
    const state = detail.state.value
    return state.kind === 'open' ? state.item.document.value?.filename : state.kind
  }
  return { library, api, detail, open, nameShown, hasOlder, loadOlder }
}

test('a document of the list opens without a request', () => {
  const { library, api, open, nameShown } = setUp(async () => loaded)
  library.show([loaded])

  open('d')

  expect(nameShown()).toBe('d.png')
  expect(api.get).not.toHaveBeenCalled()
})

test('a document that was just uploaded is fetched when opened, for its page sizes', async () => {
  const { library, open, nameShown } = setUp(async () => loaded)
  library.addDocuments([toQueuedDocument({ id: 'd', pages: 1, filename: 'mine.png' })])

  open('d')
  const nameAtFirst = nameShown()

  await vi.waitFor(() => expect(nameShown()).toBe('d.png'))
  expect(nameAtFirst).toBe('mine.png')
})

test('a document of the list that is not loaded is fetched when opened', async () => {
  const { library, detail, open, nameShown } = setUp(async () => loaded)
  library.show([loaded])
  const item = library.find('d')
  if (item) item.document.value = null

  open('d')
  const stateAtFirst = nameShown()

  await vi.waitFor(() => expect(nameShown()).toBe('d.png'))
  expect(stateAtFirst).toBe('loading')
  expect([detail.place.value, detail.next.value]).toEqual([{ at: 2, of: '3' }, 'e'])
})

test('a failed request keeps what is shown', async () => {
  const { library, api, open, nameShown } = setUp(() =>
    Promise.reject(new ApiProblem(0, 'no-response', 'The server did not answer')),
  )
  library.addDocuments([toQueuedDocument({ id: 'd', pages: 1, filename: 'mine.png' })])

  open('d')
  await vi.waitFor(() => expect(api.get).toHaveBeenCalledOnce())

  expect(nameShown()).toBe('mine.png')
})

test('a document deleted while open is no longer shown', () => {
  const { library, open, nameShown } = setUp(async () => loaded)
  library.show([loaded])
  open('d')

  library.removeDocument('d')

  expect(nameShown()).toBeUndefined()
})

test('a deleted document is reported as missing, even if it is in the list', async () => {
  const { library, open, nameShown } = setUp(() =>
    Promise.reject(new ApiProblem(404, 'unknown-document', 'There is none')),
  )
  library.addDocuments([toQueuedDocument({ id: 'd', pages: 1 })])

  open('d')

  await vi.waitFor(() => expect(nameShown()).toBe('missing'))
})

test('the list goes on being loaded when the open document is near its end', () => {
  const ids = Array.from({ length: 50 }, (_, index) => `d${index + 1}`)
  const { detail, open, hasOlder, loadOlder } = setUp(async () => loaded, ids)

  open('d50')
  open('d40')
  hasOlder.value = true
  const far = loadOlder.mock.calls.length
  open('d41')

  expect([far, loadOlder.mock.calls.length]).toEqual([0, 1])
  expect(detail.place.value).toEqual({ at: 41, of: '50+' })
})
