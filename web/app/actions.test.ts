import { expect, test, vi } from 'vitest'
import type { Redriven } from '../../functions/shared/http/api.ts'
import { ApiProblem } from '../api/api-problem.ts'
import { createBatches } from '../batch/batches.ts'
import { createLibrary } from '../library/library.ts'
import { toQueuedDocument } from '../library/queued-document.ts'
import { createRefusals } from '../uploads/refusals.ts'
import { createUploads } from '../uploads/uploads.ts'
import { type ActionsDeps, createActions } from './actions.ts'
import { createNotices } from './notices.ts'

function setUp(redrive: () => Promise<Redriven>) {
  const notices = createNotices({ showMs: 1 })
  const refetch = vi.fn()
  const deps = {
    api: { redrive },
    notices,
    follower: { refetch },
  } as unknown as ActionsDeps
  return { actions: createActions(deps), notices, refetch }
}

test('a document is in `redriving` until the response, then fetched', async () => {
  const answer = Promise.withResolvers<Redriven>()
  const { actions, refetch, notices } = setUp(() => answer.promise)

  const done = actions.redrive('d')
  const during = [...actions.redriving.value]
  answer.resolve({ id: 'd', status: 'queued', redrivenPages: 2 })
  await done

  expect(during).toEqual(['d'])
  expect([...actions.redriving.value]).toEqual([])
  expect(refetch).toHaveBeenCalledWith('d')
  expect(notices.shown.value.map(({ text }) => text)).toEqual(['2 pages on the way'])
})

test('a refused redrive shows the reason and can be repeated', async () => {
  const full = new ApiProblem(503, 'disk-full', 'The disk is too full to take more')
  const { actions, notices, refetch } = setUp(() => Promise.reject(full))

  await actions.redrive('d')

  expect(notices.shown.value.map(({ text }) => text)).toEqual([
    'It cannot be read again: The disk is too full to take more',
  ])
  expect([...actions.redriving.value]).toEqual([])
  expect(refetch).not.toHaveBeenCalled()
})

test.each([
  ['that the server makes is saved', null, ['v1/documents/d/pdf'], []],
  [
    'that it cannot make shows the reason, and nothing is saved',
    new ApiProblem(409, 'unsupported-pdf', 'It has hidden layers'),
    [],
    ['It cannot be downloaded: It has hidden layers'],
  ],
])('a download %s', async (_, problem, expected, texts) => {
  const notices = createNotices({ showMs: 1 })
  const saved: string[] = []
  const requireExport = async () => {
    if (problem) throw problem
  }
  const save = (url: string) => saved.push(url)
  const actions = createActions({ api: { requireExport }, notices, save } as unknown as ActionsDeps)

  await actions.download('d', 'pdf')

  expect(saved).toEqual(expected)
  expect(notices.shown.value.map(({ text }) => text)).toEqual(texts)
})

test('a download that is being prepared is not begun twice', async () => {
  const answer = Promise.withResolvers<void>()
  const requireExport = vi.fn(() => answer.promise)
  const save = vi.fn()
  const actions = createActions({ api: { requireExport }, save } as unknown as ActionsDeps)

  const first = actions.download('d', 'pdf')
  const second = actions.download('d', 'hocr')
  const during = actions.isDownloading.value
  answer.resolve()
  await Promise.all([first, second])

  expect(save.mock.calls).toEqual([['v1/documents/d/pdf']])
  expect([during, actions.isDownloading.value]).toEqual([true, false])
})

/** Server that receives three files at a time and accepts them in the order of the `take` calls. */
function setUpUploads() {
  const accepted: string[] = []
  const refusing = new Set<string>()
  const responses = new Map<string, () => void>()
  const listed = () => accepted.map((id) => ({ ...toQueuedDocument({ id, pages: 1 }), changes: 5 }))
  const list = async () => ({
    documents: listed().map((document) => ({ ...document, snippet: null })),
    ...{ next: null, changes: 5 },
  })
  const storage = { getItem: () => null, setItem: () => {} }
  const announce = () => {}
  const library = createLibrary()
  const batches = createBatches({ api: { list }, storage, now: () => 0, announce })
  const refusals = createRefusals()
  const uploads = createUploads({
    ...{ check: async () => null, language: () => null, now: () => 0, maxAtOnce: 3 },
    ...{ wait: () => () => {}, newKey: () => `${Math.random()}` },
    onAccepted: (upload, accepted) => actions.accepted(upload, accepted),
    onRefused: (upload, fault, code) => actions.refused(upload, fault, code),
    send: ({ file: { name } }) =>
      new Promise((resolve) => {
        const body = JSON.stringify({ id: name, status: 'queued', pages: 1 })
        responses.set(name, () => {
          responses.delete(name)
          if (refusing.delete(name)) {
            return resolve({ status: 422, body: '{"code":"unreadable-pdf"}', retryAfter: null })
          }
          accepted.unshift(name)
          resolve({ status: 202, body, retryAfter: null })
        })
      }),
  })
  const actions = createActions({
    ...{ library, batches, refusals, notices: { announce }, follower: { track: () => {} } },
    uploads,
  } as unknown as ActionsDeps)
  const take = async (name: string) => {
    await vi.waitFor(() => expect(responses.has(name)).toBe(true))
    responses.get(name)?.()
  }
  const shown = () =>
    library.items.value.map(({ upload, document }) => document.value?.id ?? upload?.file.name)
  const refuse = async (name: string) => {
    await vi.waitFor(() => expect(responses.has(name)).toBe(true))
    refusing.add(name)
    responses.get(name)?.()
  }
  return { actions, uploads, accepted, responses, take, refuse, shown, batches, refusals }
}

/** Documents of a file each. */
const documents = (...names: string[]) => names.map((name) => [new File(['x'], name)])

test('files are sent from last to first, so that the first is on top of the list', async () => {
  const { actions, responses, shown } = setUpUploads()

  actions.addDocuments(documents('a', 'b', 'c', 'd'))
  await vi.waitFor(() => expect(responses.size).toBe(3))

  expect([...responses.keys()]).toEqual(['d', 'c', 'b'])
  expect(shown()).toEqual(['a', 'b', 'c', 'd'])
})

test('a batch is in the order of the server’s list once its last file is accepted', async () => {
  const { actions, accepted, take, shown } = setUpUploads()
  actions.addDocuments(documents('a', 'b', 'c', 'd'))

  for (const name of ['c', 'd', 'a', 'b']) await take(name)

  await vi.waitFor(() => expect(shown()).toEqual(['b', 'a', 'd', 'c']))
  expect(shown()).toEqual(accepted)
})

test('a refused file leaves the list, and is sent again within its batch', async () => {
  const { actions, take, refuse, shown, batches, refusals } = setUpUploads()
  actions.addDocuments(documents('a', 'b'))
  const [batch] = batches.shown.value

  await refuse('a')
  await take('b')
  await vi.waitFor(() => expect(batch?.isSent.value).toBe(true))
  const afterRefusal = [shown(), batch?.uploaded.value, refusals.summary.value]
  const [refusal] = refusals.list.value
  refusals.isOpen.value = true
  if (refusal) actions.retryUpload(refusal)
  const whileSent = [batch?.isSent.value, refusals.list.value]
  await take('a')

  await vi.waitFor(() => expect(batch?.uploaded.value).toEqual({ done: 2, of: 2, left: 0 }))
  expect(afterRefusal).toEqual([
    ['b'],
    { done: 1, of: 2, left: 0 },
    '1 file was not taken: 1 PDF damaged',
  ])
  expect([whileSent, shown(), refusals.isOpen.value]).toEqual([[false, []], ['a', 'b'], false])
})

test('what a batch has not sent yet is cancelled together', async () => {
  const { actions, uploads, take, shown, batches } = setUpUploads()
  actions.addDocuments(documents('a', 'b', 'c', 'd', 'e'))
  const [batch] = batches.shown.value
  await take('d')
  await vi.waitFor(() => expect(batch?.uploaded.value.done).toBe(1))

  if (batch) actions.cancelBatch(batch)

  expect(shown()).toEqual(['d'])
  expect(batch?.uploaded.value).toEqual({ done: 1, of: 1, left: 0 })
  expect(uploads.unfinished.value).toBe(0)
})
