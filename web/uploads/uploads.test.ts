import { expect, test, vi } from 'vitest'
import type { Fault } from './files/check-file.ts'
import type { Upload } from './upload.ts'
import type { UploadResponse } from './upload-outcome.ts'
import { createUploads } from './uploads.ts'

/** Server and clock under the test's control. */
function setUp({ check = async (_: File): Promise<Fault | null> => null } = {}) {
  const sent: { upload: Upload; answer: (answer: Partial<UploadResponse>) => void }[] = []
  const timers: { atMs: number; callback: () => void }[] = []
  const clock = { nowMs: 0 }
  const choice: { language: string | null } = { language: null }
  const onAccepted = vi.fn()
  const onRefused = vi.fn()
  let keys = 0
  const uploads = createUploads({
    check,
    onAccepted,
    onRefused,
    maxAtOnce: 2,
    language: () => choice.language,
    now: () => clock.nowMs,
    newKey: () => `key-${++keys}`,
    wait: (callback, ms) => {
      const timer = { atMs: clock.nowMs + ms, callback }
      timers.push(timer)
      return () => {
        if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1)
      }
    },
    send: (upload) =>
      new Promise((resolve) => {
        const answer = (part: Partial<UploadResponse>) =>
          resolve({ status: 202, body: '{"id":"d"}', retryAfter: null, ...part })
        sent.push({ upload, answer })
      }),
  })
  function advanceTo(nowMs: number) {
    clock.nowMs = nowMs
    for (const timer of [...timers]) {
      if (timer.atMs > nowMs) continue
      timers.splice(timers.indexOf(timer), 1)
      timer.callback()
    }
  }
  const names = () => sent.map(({ upload }) => upload.file.name)
  return { uploads, choice, sent, names, advanceTo, onAccepted, onRefused }
}

/** Documents of a file each. */
const files = (...names: string[]) => names.map((name) => [new File(['x'], name)])

test('two files are sent in parallel, the third when one has ended', async () => {
  const { uploads, sent, names, onAccepted } = setUp()
  uploads.add(files('a', 'b', 'c'), null)
  await vi.waitFor(() => expect(names()).toEqual(['a', 'b']))

  sent[1]?.answer({})

  await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c']))
  expect(onAccepted).toHaveBeenCalledExactlyOnceWith(sent[1]?.upload, { id: 'd' })
  expect(uploads.unfinished.value).toBe(2)
})

test('a file has the language chosen when it was added', async () => {
  const { uploads, choice, sent } = setUp()

  choice.language = 'fra'
  uploads.add(files('a'), null)
  choice.language = null
  uploads.add(files('b'), null)

  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(sent.map(({ upload }) => upload.language)).toEqual(['fra', null])
})

test('a file refused by a busy server is sent again with the same key after Retry-After', async () => {
  const { uploads, sent, advanceTo } = setUp()
  uploads.add(files('a'), null)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer({ status: 503, retryAfter: '5' })
  await vi.waitFor(() => expect(sent[0]?.upload.state.value.phase).toBe('delayed'))

  advanceTo(4_999)
  const before = sent.length
  advanceTo(5_000)

  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(before).toBe(1)
  expect(sent[1]?.upload.key).toBe(sent[0]?.upload.key)
})

test('retryNow ends the delay', async () => {
  const { uploads, sent } = setUp()
  uploads.add(files('a'), null)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer({ status: 0 })
  await vi.waitFor(() => expect(sent[0]?.upload.state.value.phase).toBe('delayed'))

  uploads.retryNow()

  await vi.waitFor(() => expect(sent).toHaveLength(2))
})

const fault = { title: 'too large', detail: 'Too large' }

test('a file that fails the check is refused and not sent', async () => {
  const { uploads, sent, onRefused } = setUp({ check: async () => fault })

  const [upload] = uploads.add(files('a'), null)

  await vi.waitFor(() => expect(onRefused).toHaveBeenCalledExactlyOnceWith(upload, fault, null))
  expect(upload?.state.value).toEqual({ phase: 'refused' })
  expect(sent).toEqual([])
  expect(uploads.unfinished.value).toBe(0)
})

test('a document of several files is not sent if one of them fails the check, which is named', async () => {
  const { uploads, sent, onRefused } = setUp({
    check: async ({ name }) => (name === 'b' ? fault : null),
  })

  uploads.add([files('a', 'b').flat()], null)

  await vi.waitFor(() => expect(onRefused).toHaveBeenCalledOnce())
  expect(onRefused.mock.calls[0]?.[1]).toEqual({ ...fault, detail: 'b: Too large' })
  expect(sent).toEqual([])
})

test('a refused upload is sent again with the same key, and a password', async () => {
  const { uploads, sent, onRefused } = setUp()
  const [upload] = uploads.add(files('a'), null)
  await vi.waitFor(() => expect(sent).toHaveLength(1))
  sent[0]?.answer({ status: 422, body: '{"code":"encrypted-pdf","detail":"Locked"}' })
  await vi.waitFor(() =>
    expect(onRefused).toHaveBeenCalledExactlyOnceWith(
      upload,
      { title: 'with a password', detail: 'Locked' },
      'encrypted-pdf',
    ),
  )

  if (upload) uploads.retry(upload, 'secret')

  await vi.waitFor(() => expect(sent).toHaveLength(2))
  expect(sent[1]?.upload).toMatchObject({ key: upload?.key, password: 'secret' })
})

test('a cancelled file makes room for the next, and its late response is ignored', async () => {
  const { uploads, sent, names, onAccepted } = setUp()
  const [a] = uploads.add(files('a', 'b', 'c'), null)
  await vi.waitFor(() => expect(sent).toHaveLength(2))

  if (a) uploads.cancel([a])
  sent[0]?.answer({})

  await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c']))
  expect(onAccepted).not.toHaveBeenCalled()
})
