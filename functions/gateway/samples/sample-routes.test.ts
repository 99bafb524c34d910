import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SamplesAccepted } from '../../shared/http/api.ts'
import { StoreUnavailableError } from '../../shared/store/store.ts'
import { openGateway, png, temporaryFolder } from '../gateway.fixture.ts'

async function sampleFolder(): Promise<string> {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'more'))
  for (const [index, name] of ['a.png', 'b.PNG', 'more/c.png', 'more/d.png'].entries()) {
    writeFileSync(join(folder, name), await png(`#00${index}`))
  }
  writeFileSync(join(folder, 'a.txt'), 'the text of a.png')
  return folder
}

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

test('samples are submitted, each as a document of one batch', async () => {
  const { request, store, sent } = openGateway({ samplesDir: await sampleFolder() })

  const response = await request('/v1/samples', post({ count: 20 }))

  const { batch, documents } = SamplesAccepted.parse(await response.json())
  const stored = await store.documents({ batch, limit: 200 })
  expect(response.status).toBe(202)
  expect(new Set(documents).size).toBe(20)
  expect(stored.documents.map(({ id }) => id).sort()).toEqual(documents.toSorted())
  expect(stored.documents.every(({ filename }) => /^[abcd]\.png$/i.test(filename ?? ''))).toBe(true)
  await expect.poll(() => sent.length).toBe(20)
})

test('the same seed draws the same images', async () => {
  const { request, store } = openGateway({ samplesDir: await sampleFolder() })
  const drawn = async (seed: number) => {
    const response = await request('/v1/samples', post({ count: 12, seed }))
    const { documents } = SamplesAccepted.parse(await response.json())
    const stored = await Promise.all(documents.map((id) => store.document(id)))
    return stored.map((document) => document?.filename).join()
  }

  const first = await drawn(7)

  expect(await drawn(7)).toBe(first)
  expect(await drawn(8)).not.toBe(first)
})

test.each([
  [{ count: 0 }, 400, 'invalid-request'],
  [{ count: 1001 }, 400, 'invalid-request'],
  [{ count: 1.5 }, 400, 'invalid-request'],
  [{}, 400, 'invalid-request'],
  [{ count: 1, seed: -1 }, 400, 'invalid-request'],
  [{ count: 1, pad: 'x'.repeat(2000) }, 413, 'too-large'],
])('%j is answered %i', async (body, status, code) => {
  const { request } = openGateway({ samplesDir: await sampleFolder() })

  const response = await request('/v1/samples', post(body))

  expect(await response.json()).toMatchObject({ status, code })
})

test('a body that is not JSON is rejected', async () => {
  const { request } = openGateway({ samplesDir: await sampleFolder() })

  const broken = await request('/v1/samples', { ...post({}), body: '{' })
  const form = await request('/v1/samples', { method: 'POST', body: 'count=1' })

  expect(await broken.json()).toMatchObject({ status: 400, code: 'invalid-request' })
  const detail = 'Expected Content-Type to be application/json'
  expect(await form.json()).toMatchObject({ status: 415, code: 'unsupported-media-type', detail })
})

test.each(['/nowhere/at/all', temporaryFolder])(
  'a folder without images is a 404',
  async (folder) => {
    const samplesDir = typeof folder === 'string' ? folder : folder()
    const { request } = openGateway({ samplesDir })

    const response = await request('/v1/samples', post({ count: 1 }))

    expect(await response.json()).toMatchObject({
      status: 404,
      code: 'no-samples',
      detail: expect.stringContaining('SAMPLES_DIR'),
    })
  },
)

test('a sample that is not an image is rejected before any document is saved', async () => {
  const samplesDir = await sampleFolder()
  writeFileSync(join(samplesDir, 'z.png'), 'not an image')
  const { request, sent } = openGateway({ samplesDir })

  const response = await request('/v1/samples', post({ count: 200, seed: 1 }))

  expect(await response.json()).toMatchObject({ status: 415, code: 'unsupported-image' })
  expect(sent).toEqual([])
})

test('a changed file is inspected again', async () => {
  const samplesDir = temporaryFolder()
  writeFileSync(join(samplesDir, 'a.png'), await png('#fff', 40))
  const { request, store } = openGateway({ samplesDir })
  const widths = async () => {
    await request('/v1/samples', post({ count: 1 }))
    const { documents } = await store.documents({ limit: 1 })
    return documents[0]?.pages[0]?.width
  }

  const before = await widths()
  writeFileSync(join(samplesDir, 'a.png'), await png('#fff', 400))

  expect([before, await widths()]).toEqual([40, 400])
})

test('a request above MAX_QUEUED_PAGES is rejected as a whole', async () => {
  const { request, sent } = openGateway({
    samplesDir: await sampleFolder(),
    settings: { MAX_QUEUED_PAGES: 9 },
  })

  const response = await request('/v1/samples', post({ count: 10 }))

  expect(response.headers.get('retry-after')).toBe('30')
  expect(await response.json()).toMatchObject({ status: 503, code: 'too-many-queued' })
  expect(sent).toEqual([])
})

test('samples are answered before they are appended', async () => {
  const gate = Promise.withResolvers<void>()
  const appended: unknown[] = []
  const { request, store } = openGateway({
    samplesDir: await sampleFolder(),
    send: async (event) => {
      await gate.promise
      appended.push(event.id)
    },
  })

  const response = await request('/v1/samples', post({ count: 10 }))
  const unappended = (await store.unappended(100)).length
  gate.resolve()

  expect(response.status).toBe(202)
  expect(unappended).toBe(10)
  await expect.poll(() => appended.length).toBe(10)
})

test('after a failure of the store the problem has the number of submitted documents, which are sent', async () => {
  const { store } = openGateway()
  let transactions = 0
  const { request, sent } = openGateway({
    samplesDir: await sampleFolder(),
    store: {
      ...store,
      addDocuments: async (documents) => {
        transactions += 1
        if (transactions === 2) throw new StoreUnavailableError('disk I/O error')
        return store.addDocuments(documents)
      },
    },
  })

  const response = await request('/v1/samples', post({ count: 150 }))

  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    code: 'store-unavailable',
    detail: expect.stringMatching(/100 of 150 were submitted/),
  })
  await expect.poll(() => sent.length).toBe(100)
})

test('a shutdown ends the request between two transactions', async () => {
  const stop = new AbortController()
  const { store } = openGateway()
  const { request } = openGateway({
    samplesDir: await sampleFolder(),
    stopping: stop.signal,
    store: {
      ...store,
      addDocuments: async (documents) => {
        await store.addDocuments(documents)
        stop.abort()
      },
    },
  })

  const response = await request('/v1/samples', post({ count: 150 }))

  expect(await response.json()).toMatchObject({ status: 503, code: 'stopping' })
  expect(await store.queuedPages()).toBe(100)
})
